// Starts dynalite in memory, on a free port of 127.0.0.1, and prints the port. Tables are there at
// once. The argument is the folder that has node_modules.
'use strict';
const dynalite = require(`${process.argv[2]}/node_modules/dynalite`);

const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
server.listen(0, '127.0.0.1', () => console.log(`listening on port ${server.address().port}`));

// The other end of this pipe closes when whoever started this process ends, in whatever way.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();
