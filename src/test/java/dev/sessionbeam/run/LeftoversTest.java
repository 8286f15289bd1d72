package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.publish.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletes what killed runs have left. */
class LeftoversTest {
  @TempDir private Path folder;

  /** The savepoint from which a stream resumes may name staged files, however old they are. */
  @Test
  void oldStagedFilesAreDeletedWhenAStreamStartsAfreshAndStayWhenItResumes() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    FileSystems.setDefaultPipelineOptions(options);
    RunPlan plan = PlannedRun.plan(folder, "--streaming=true");
    Leftovers leftovers = new Leftovers(plan, options, RunId.draw());
    Path old = stagedLongAgo();
    leftovers.clear(true);
    assertThat(Files.exists(old), is(true));
    leftovers.clear(false);
    assertThat(Files.exists(old), is(false));
  }

  /** They are for a restart; a stream that has ended is not restarted. */
  @Test
  void theLastGoodRoutesAreDeletedWhenAStreamHasEnded() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    FileSystems.setDefaultPipelineOptions(options);
    Path output = folder.resolve("out");
    Path routes =
        Files.writeString(
            folder.resolve("routes.json"),
            "[{\"destination_name\": \"d\", \"destination_arn\": \"arn:aws:nowhere:::d\","
                + " \"enabled_events\": \"*\"}]");
    RunPlan plan = PlannedRun.plan(output, "--streaming=true", "--routes=" + routes);
    Path hidden = Files.createDirectories(output.resolve(".sessionbeam-temporary"));
    Path kept = Files.writeString(hidden.resolve("routes.json"), "{}");
    new Leftovers(plan, options, RunId.draw()).cleanUp(true);
    assertThat(Files.exists(kept), is(false));
    assertThat(Files.exists(routes), is(true));
  }

  private Path stagedLongAgo() throws IOException {
    Path file =
        folder.resolve(".sessionbeam-temporary/staged/000000000000000a/events/date=2017-02-05/p");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}\n");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
  }
}
