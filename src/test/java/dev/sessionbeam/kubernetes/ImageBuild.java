package dev.sessionbeam.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds images by {@code runners/image}, with a small jar, on a small base. */
final class ImageBuild {
  private final Path folder;
  private final Path base;

  /**
   * Writes the base: an image as {@code docker save} does it, with one layer.
   *
   * @param folder for everything
   */
  ImageBuild(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Path root = Files.createDirectories(folder.resolve("base/root"));
    Files.writeString(root.resolve("docker-entrypoint.sh"), "#!/bin/sh\nexec \"$@\"\n");
    Path image = Files.createDirectories(folder.resolve("base/image"));
    Path layer = image.resolve("layer.tar");
    run("tar", "-cf", layer.toString(), "-C", root.toString(), "docker-entrypoint.sh");
    Files.writeString(
        image.resolve("config.json"),
        """
        {"architecture": "amd64", "os": "linux",
         "config": {"Entrypoint": ["/docker-entrypoint.sh"], "Cmd": ["help"],
           "Env": ["FLINK_HOME=/opt/flink"], "WorkingDir": "/opt/flink"},
         "rootfs": {"type": "layers", "diff_ids": ["DIGEST"]}}
        """
            .replace("DIGEST", digest(Files.readAllBytes(layer))));
    Files.writeString(
        image.resolve("manifest.json"),
        """
        [{"Config": "config.json", "RepoTags": ["flink:base"], "Layers": ["layer.tar"]}]
        """);
    base = folder.resolve("base.tar");
    run(
        "tar",
        "-cf",
        base.toString(),
        "-C",
        image.toString(),
        "manifest.json",
        "config.json",
        "layer.tar");
  }

  /**
   * Builds an image.
   *
   * @param name the name of a folder that is made for it
   * @param more the goal of Jib, and further flags of Maven
   * @return that folder, with {@code image.tar} if it was made, and {@code build/digest}
   */
  Path build(String name, String... more) throws IOException, InterruptedException {
    Path build = Files.createDirectories(folder.resolve(name));
    Path jar = Files.writeString(build.resolve("a.jar"), "not a jar");
    List<String> command =
        new ArrayList<>(
            List.of(
                "mvn",
                "-q",
                "-B",
                "-ntp",
                "-f",
                "runners/image/pom.xml",
                "initialize",
                "-Dflink.version=" + flinkVersion(),
                "-Dimage.base=tar://" + base,
                "-Dimage.jar=" + jar,
                "-Dimage.build=" + build.resolve("build"),
                "-Dimage.tar=" + build.resolve("image.tar"),
                "-Djib.disableUpdateChecks=true"));
    command.addAll(List.of(more));
    run(command.toArray(new String[0]));
    return build;
  }

  /** Runs a command, which must succeed, and returns what it prints. */
  String run(String... command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(folder, "errors", "");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assertThat(List.of(command) + ": " + output + Files.readString(errors), status, is(0));
    return output;
  }

  /** The digest of bytes, as registries write it. */
  static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String flinkVersion() throws IOException {
    Matcher version =
        Pattern.compile("<flink.version>(.*)</flink.version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat("pom.xml has flink.version", version.find());
    return version.group(1);
  }
}
