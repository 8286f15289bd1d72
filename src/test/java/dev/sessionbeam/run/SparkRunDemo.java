package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the sample on a third runner, for which there is no code here: Spark, in batch. {@code make
 * spark} runs it. It is not part of the build, because Spark brings as many jars as all the rest.
 */
class SparkRunDemo {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"beam", "packed"})
  void theSampleGivesTheGoldenBytes(String grouping) throws Exception {
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run(
            "SparkRunner",
            GoldenSample.DEFINITION,
            GoldenSample.INPUT,
            output,
            "--sparkMaster=local[2]",
            "--grouping=" + grouping);
    assertThat(run.err(), run.status(), is(0));
    GoldenSample.requireSame(output);
  }
}
