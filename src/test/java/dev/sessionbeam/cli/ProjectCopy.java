package dev.sessionbeam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of what describes stages on Kubernetes and AWS, for commands in a process of their own. On
 * their search path is only what a test puts there.
 */
final class ProjectCopy {
  private final Path folder;
  private final Path home;
  private final Path tools;

  ProjectCopy(Path folder) throws IOException {
    this.folder = folder;
    this.home = folder.resolve("home");
    this.tools = Files.createDirectory(folder.resolve("tools"));
    for (String part : List.of("runners/kubernetes", "runners/aws")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        for (Path file : files.toList()) {
          Path copy = home.resolve(file.toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  Path home() {
    return home;
  }

  /** Describes the stage dev without a fault. */
  void describe() throws IOException {
    Files.writeString(
        home.resolve("runners/kubernetes/stages/dev.yaml"),
        """
        project: shop
        stage: dev
        account: "123456789012"
        region: eu-west-1
        image:
          repository: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/sessionbeam
          tag: 0.1.0
        pipeline:
          parallelism: 2
        deploy:
          definition: pipelines/nitro.yaml
          stack: {}
        """);
  }

  /** Puts a tool on the search path: a script for a shell without any other command. */
  void tool(String name, String script) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  CommandRun command(String... words) throws IOException, InterruptedException {
    Path out = folder.resolve("printed");
    Path err = folder.resolve("faults");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsessionbeam.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()),
                    Stream.of(words))
                .toList());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    int status = builder.start().waitFor();
    return new CommandRun(status, Files.readString(out), Files.readString(err));
  }
}
