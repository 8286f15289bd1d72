package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sample, and a check of the lines that must come out of it. */
final class GoldenSample {
  static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  static final Path INPUT = Path.of("testdata/nitro/raw");
  private static final Path GOLDEN = Path.of("testdata/nitro/golden");

  private GoldenSample() {}

  /** Fails unless an output holds these lines. Compares no {@code source}, which names files. */
  static void requireSame(Path output) throws IOException {
    for (String dataset : List.of("events", "sessions", "invalid")) {
      List<String> lines = new ArrayList<>(CommandRun.lines(output, dataset));
      lines.replaceAll(line -> line.replaceFirst("\"source\":\\{[^}]*\\},", ""));
      assertThat(
          dataset,
          sortedByBytes(lines),
          is(Files.readAllLines(GOLDEN.resolve(dataset + ".jsonl"))));
    }
  }

  private static List<String> sortedByBytes(List<String> lines) {
    lines.sort(
        (a, b) ->
            Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    return lines;
  }
}
