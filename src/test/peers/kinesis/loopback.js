// Loaded into Node before kinesis-local, which would listen on every address of the machine.
'use strict';
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  if (String(port) === process.env.KINESIS_MOCK_PLAIN_PORT) {
    this.once('listening', () => console.log(`listening on port ${this.address().port}`));
  }
  const done = rest.filter((argument) => typeof argument === 'function');
  return listen.call(this, { port: 0, host: '127.0.0.1' }, ...done);
};

// The other end of this pipe closes when whoever started this process ends, in whatever way. To
// exit by itself, the server would first wait for its connections.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();

// A client that is killed resets its connections. The server does not listen for that, and Node would end it.
process.on('uncaughtException', (fault) => {
  console.error(fault);
  if (!['ECONNRESET', 'EPIPE'].includes(fault.code)) {
    process.exit(1);
  }
});
