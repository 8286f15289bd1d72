package dev.sessionbeam.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * PostgreSQL in the place of Redshift, and a folder in the place of S3. The script of a load runs
 * as it is: the programs {@code aws} and {@code psql} that it finds hand their arguments and inputs
 * to this process.
 */
final class Redshift implements AutoCloseable {
  private static final String PROGRAM =
      """
      #!/usr/bin/env bash
      input=$(mktemp)
      cat >"$input"
      exec 3<>/dev/tcp/127.0.0.1/PORT
      {
        printf '%s\\n%s\\n' "$(basename "$0")" "$#"
        for argument in "$@"; do printf '%s\\n' "$argument" | base64 -w 0; printf '\\n'; done
        wc -c <"$input"
        cat "$input"
      } >&3
      rm "$input"
      read -r status <&3
      if [ "$status" = 0 ]; then cat <&3; else cat <&3 >&2; fi
      exit "$status"
      """;

  /** What a load that ended has printed. */
  record Load(int status, String out, String err) {}

  private final EmbeddedPostgres postgres;
  private final AtomicInteger databases = new AtomicInteger();
  private final ServerSocket programs;
  private final Path folder;
  private final Path bucket;

  /** What happens after a load has written a manifest. */
  private Runnable afterManifest = () -> {};

  private String database = "";

  private Redshift(Path folder) throws IOException {
    this.folder = folder;
    this.bucket = Files.createDirectories(folder.resolve("bucket"));
    this.postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    this.programs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String program : List.of("aws", "psql")) {
      Path file = bin.resolve(program);
      Files.writeString(file, PROGRAM.replace("PORT", Integer.toString(programs.getLocalPort())));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** Starts a server. */
  static Redshift start(Path folder) throws IOException {
    Redshift started = new Redshift(folder);
    Thread server = new Thread(started::serve, "programs");
    server.setDaemon(true);
    server.start();
    return started;
  }

  /** Makes a new database the one that programs use. */
  void newDatabase(String tables) throws SQLException {
    String name = "load" + databases.incrementAndGet();
    try (Database all = new Database(postgres.getPostgresDatabase().getConnection())) {
      all.run("CREATE DATABASE " + name);
    }
    database = name;
    try (Database created = open()) {
      created.run(RedshiftDialect.FUNCTIONS);
      created.run(RedshiftDialect.toPostgres(tables));
    }
  }

  /** Opens the database. */
  Database open() throws SQLException {
    return new Database(connection());
  }

  private Connection connection() throws SQLException {
    return postgres.getDatabase("postgres", database).getConnection();
  }

  /** Returns the folder of an output {@code s3://bucket/NAME}. */
  Path output(String name) {
    return bucket.resolve("bucket").resolve(name);
  }

  void afterManifest(Runnable action) {
    afterManifest = action;
  }

  /** Runs the script of a load. */
  Load load(String script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("load.sh"), script);
    Path err = folder.resolve("load.err");
    ProcessBuilder builder =
        new ProcessBuilder("bash", file.toString())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(err.toFile());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Load(process.waitFor(), out, Files.readString(err));
  }

  private void serve() {
    while (!programs.isClosed()) {
      try (Socket socket = programs.accept()) {
        answer(socket);
      } catch (IOException e) {
        if (!programs.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    String program = line(in);
    List<String> arguments = new ArrayList<>();
    int count = Integer.parseInt(line(in).strip());
    for (int i = 0; i < count; i++) {
      String decoded = new String(Base64.getDecoder().decode(line(in)), UTF_8);
      arguments.add(decoded.substring(0, decoded.length() - 1));
    }
    byte[] input = in.readNBytes(Integer.parseInt(line(in).strip()));
    String answer;
    try {
      answer =
          "0\n"
              + (program.equals("aws")
                  ? aws(arguments, input)
                  : psql(arguments, new String(input, UTF_8)));
    } catch (IOException | SQLException | IllegalArgumentException e) {
      answer = "3\n" + e.getMessage() + "\n";
    }
    socket.getOutputStream().write(answer.getBytes(UTF_8));
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the program has ended");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private String aws(List<String> arguments, byte[] input) throws IOException {
    if (arguments.get(0).equals("s3")) {
      Path file = file(arguments.get(4));
      Files.createDirectories(file.getParent());
      Files.write(file, input);
      afterManifest.run();
      return "";
    }
    String name = arguments.get(arguments.indexOf("--bucket") + 1);
    String prefix = arguments.get(arguments.indexOf("--prefix") + 1);
    Path root = bucket.resolve(name);
    StringBuilder listed = new StringBuilder();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String key = root.relativize(file).toString();
        if (key.startsWith(prefix)) {
          byte[] bytes = Files.readAllBytes(file);
          listed.append(key).append('\t').append(bytes.length).append("\t\"");
          listed.append(Integer.toHexString(Arrays.hashCode(bytes))).append("\"\n");
        }
      }
    }
    return listed.isEmpty() ? "None\n" : listed.toString();
  }

  private Path file(String url) {
    return bucket.resolve(url.substring("s3://".length()));
  }

  private String psql(List<String> arguments, String input) throws SQLException, IOException {
    int command = arguments.indexOf("-c");
    if (command >= 0) {
      try (Database opened = open()) {
        List<String> rows = opened.rows(arguments.get(command + 1));
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(row.replace('|', '\t')).append('\n'));
        return lines.toString();
      }
    }
    Map<String, String> variables = PsqlScript.variables(arguments);
    try (Connection session = connection()) {
      for (String statement : PsqlScript.statements(input, variables)) {
        if (statement.startsWith("COPY ")) {
          RedshiftCopy.run(statement, session, this::file);
        } else {
          try (var prepared = session.createStatement()) {
            prepared.execute(RedshiftDialect.toPostgres(statement));
          }
        }
      }
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    programs.close();
    postgres.close();
  }

  /** Returns the name of a new output. */
  String newOutput(String format) {
    return String.format(Locale.ROOT, "%s-%d", format, databases.get());
  }
}
