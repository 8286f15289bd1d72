package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.DefaultLocale;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run in a locale that has digits of its own gives the files and the report of every other one.
 */
class OtherLocalesTest {
  private static final String ENGLISH = "en";
  private static final String EGYPTIAN = "ar-EG";

  @TempDir private Path folder;

  /** Runs batch on one core, to one file per partition, and returns what it reports. */
  private String run(String locale, String output, String... more) {
    List<String> flags = new ArrayList<>(List.of("--filesPerPartition=1", "--compression=none"));
    flags.addAll(List.of(more));
    try (DefaultLocale unused = DefaultLocale.of(locale)) {
      CommandRun run =
          CommandRun.run(
              "DirectRunner",
              GoldenSample.DEFINITION,
              GoldenSample.INPUT,
              folder.resolve(output),
              flags.toArray(new String[0]));
      assertThat(run.err(), run.status(), is(0));
      return run.out().replace("/" + output, "/OUTPUT");
    }
  }

  /**
   * The sorted lines of each file, by its name. The day of {@code invalid/} is that of the test.
   */
  private Map<String, List<String>> files(String output) throws IOException {
    Map<String, List<String>> files = new TreeMap<>();
    for (Path file : CommandRun.files(folder.resolve(output))) {
      String name = folder.resolve(output).relativize(file).toString();
      files.put(
          name.replaceFirst("^invalid/date=[^/]*", "invalid/TODAY"),
          Files.readString(file).replace("/" + output, "/OUTPUT").lines().sorted().toList());
    }
    return files;
  }

  @Test
  void aRunInAnotherLocaleWritesTheSameFilesAndReplacesThoseOfEachOther() throws IOException {
    String report = run(ENGLISH, "english");
    assertThat(run(EGYPTIAN, "egyptian"), is(report));
    Map<String, List<String>> expected = files("english");
    assertThat(expected.keySet(), hasItem("invalid/TODAY/part-00000-of-00001.jsonl"));
    assertThat(files("egyptian"), is(expected));

    run(ENGLISH, "egyptian", "--overwrite");
    assertThat(files("egyptian"), is(expected));
    run(EGYPTIAN, "english", "--overwrite");
    assertThat(files("english"), is(expected));
  }

  @Test
  void aBackfillInAnotherLocaleWritesAndReplacesTheSameFiles() throws IOException {
    String[] day = {"--from=2017-02-05", "--to=2017-02-06"};
    String report = run(ENGLISH, "english", day);
    assertThat(run(EGYPTIAN, "egyptian", day), is(report));
    Map<String, List<String>> expected = files("english");
    assertThat(expected.keySet(), hasItem("events/date=2017-02-05/part-00000-of-00001.jsonl"));
    assertThat(files("egyptian"), is(expected));

    run(EGYPTIAN, "english", day[0], day[1], "--overwrite");
    assertThat(files("english"), is(expected));
  }
}
