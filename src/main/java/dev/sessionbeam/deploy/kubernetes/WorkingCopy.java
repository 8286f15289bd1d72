package dev.sessionbeam.deploy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the working copy has for a stage.
 *
 * @param chart the folder of the chart
 * @param template the template of CloudFormation
 * @param stage the file of the stage
 */
record WorkingCopy(Path chart, Path template, StageFile stage) {
  private static final int DIGITS = 12;

  /**
   * Reads it.
   *
   * @param home the folder of the project
   * @param name the name of the stage
   * @param faults gets all that is wrong with the file of the stage
   */
  static WorkingCopy read(Path home, String name, List<String> faults) throws IOException {
    Path chart = home.resolve("runners").resolve("kubernetes");
    return new WorkingCopy(
        chart,
        home.resolve("runners").resolve("aws").resolve("stage.yaml"),
        StageFile.read(chart, chart.resolve("stages").resolve(name + ".yaml"), faults));
  }

  /** What it would be as a version. */
  VersionContent content() throws IOException {
    ObjectNode copy = Json.object();
    copy.put("the chart " + chart, digest(chartFiles()));
    Map<String, String> stack = stage.stack();
    if (stack != null) {
      copy.put(
          "the stack of " + template,
          digest(Map.of("template", Files.readString(template, UTF_8), "parameters", text(stack))));
    }
    return new VersionContent(stage.version(), copy);
  }

  private static String text(Map<String, String> parameters) {
    return new TreeMap<>(parameters).toString();
  }

  private Map<String, String> chartFiles() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(chart)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        Path name = chart.relativize(file);
        if (!name.startsWith("stages")) {
          files.put(name.toString(), Files.readString(file, UTF_8));
        }
      }
    }
    return files;
  }

  private static String digest(Map<String, String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(texts)
          .forEach(
              (name, text) -> {
                digest.update((name + "\n" + text.length() + "\n").getBytes(UTF_8));
                digest.update(text.getBytes(UTF_8));
              });
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
