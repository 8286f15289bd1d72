package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesCommandTest {
  /** Each file names the command that prints it: run it to write the file again. */
  @ParameterizedTest
  @CsvSource({
    "duckdb.sql, --dialect=duckdb, out/live",
    "athena.sql, --dialect=athena, s3://bucket/prefix",
    "redshift.sql, --dialect=redshift, s3://bucket/prefix",
    "redshift-load.sh, --dialect=redshift --load, s3://bucket/prefix"
  })
  void theFilesOfPipelinesAreWhatTheCommandPrints(String file, String flags, String location)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("tables", "--definition=pipelines/nitro.yaml", "--location=" + location));
    arguments.addAll(List.of(flags.split(" ", -1)));
    CommandRun run = CommandRun.of(arguments.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    Path golden = Path.of("pipelines").resolve(file);
    assertThat(run.out(), is(Files.readString(golden)));
  }

  @Test
  void everythingThatIsMissingIsReportedAtOnce() {
    CommandRun run = CommandRun.of("tables");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        is(
            """
            sessionbeam: --definition=FILE is missing
            sessionbeam: --dialect=NAME is missing: give athena, redshift or duckdb
            sessionbeam: --location=FOLDER is missing: it is the --output of the runs
            """));
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    CommandRun run =
        CommandRun.of(
            "tables",
            "--definition=nowhere.yaml",
            "--location=it's",
            "--dialect=athena",
            "--format=orc",
            "--since=yesterday",
            "--load");
    assertThat(run.status(), is(2));
    for (String fault :
        List.of(
            "--definition: cannot read nowhere.yaml",
            "--location: it's has a quote",
            "it's is not on S3, where athena reads: give s3://bucket/prefix",
            "--format: 'orc' is not known: give json or parquet",
            "--since: 'yesterday' is not a date: write it like 2017-02-05",
            "--load is for redshift")) {
      assertThat(run.err(), containsString(fault));
    }
  }
}
