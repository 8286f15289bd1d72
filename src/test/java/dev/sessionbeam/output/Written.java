package dev.sessionbeam.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads the files that were written to an output folder. */
public final class Written {
  private Written() {}

  /** Returns the names of all files, relative to the output folder, in order. */
  public static List<String> files(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> output.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Returns the lines of all files, in order, by folder. */
  static Map<String, List<String>> lines(Path output) throws IOException {
    Map<String, List<String>> lines = new TreeMap<>();
    for (String file : files(output)) {
      lines
          .computeIfAbsent(file.substring(0, file.lastIndexOf('/')), folder -> new ArrayList<>())
          .addAll(text(output.resolve(file)).lines().toList());
    }
    lines.values().forEach(all -> all.sort(null));
    return lines;
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
      return new String(plain.readAllBytes(), UTF_8);
    }
  }
}
