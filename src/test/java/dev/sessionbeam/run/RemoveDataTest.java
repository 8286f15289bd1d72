package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code remove --deleteData} of a stage on this machine, of which nothing runs any more. */
class RemoveDataTest {
  @TempDir private Path folder;

  private StageRun stage;

  @BeforeEach
  void start() throws IOException {
    stage = new StageRun(folder);
    describe(folder.resolve("live"));
    file("live/events/a.jsonl");
    file("archive/a.jsonl");
    file("raw/a.jsonl");
    file("out/stages/test/cluster/savepoints/x/savepoint-1/_metadata");
    file("out/stages/test/cluster/checkpoints/x/chk-1/_metadata");
    file("out/stages/test/versions/1/flags");
    note("{'running':null,'savepoint':'file:/x/savepoint-1'}");
  }

  @AfterEach
  void stop() throws Exception {
    stage.close();
  }

  private void describe(Path output) throws IOException {
    stage.describe(
        List.of(
            "definition: " + Path.of("pipelines/nitro.yaml").toAbsolutePath(),
            "streaming: true",
            "input: " + folder.resolve("raw"),
            "archive: " + folder.resolve("archive"),
            "output: " + output));
  }

  private void note(String json) throws IOException {
    Files.writeString(stage.folder().resolve("stage.json"), json.replace('\'', '"'));
  }

  private void file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  private boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  @Test
  void dataAreDeletedOnlyIfTheStageIsNamedOnceMore() throws Exception {
    assertThat(
        stage.command(2, "remove", "--yes", "--deleteData=tes"),
        containsString(
            "--deleteData: 'tes' is not the name of the stage. To delete its data, give"
                + " --deleteData=test"));
    assertThat(
        stage.command(2, "remove", "--yes", "--deleteData=test", "--fromCheckpoint"),
        containsString("first run remove with --fromCheckpoint, and then with --deleteData"));
    assertThat(
        stage.command(0, "remove", "--dryRun", "--deleteData=test"),
        allOf(
            containsString("Its data are deleted for ever:"),
            containsString("  - " + folder.resolve("live")),
            containsString("  - " + folder.resolve("archive")),
            containsString("Nothing was done: --dryRun.")));
    assertThat(
        stage.command(0, "remove", "--yes"),
        allOf(containsString("data stay"), containsString("The stage is removed. Its savepoint")));
    assertThat(has("live/events/a.jsonl") && has("archive/a.jsonl"), is(true));

    assertThat(
        stage.command(0, "remove", "--yes", "--deleteData=test"),
        containsString(
            "The stage is removed, and its data are deleted. The next deploy begins afresh."));
    assertThat(has("live") || has("archive"), is(false));
    assertThat(has("out/stages/test/cluster/savepoints"), is(false));
    assertThat(has("out/stages/test/cluster/checkpoints"), is(false));
    assertThat(has("raw/a.jsonl") && has("out/stages/test/versions/1/flags"), is(true));
    assertThat(
        Files.readString(stage.folder().resolve("stage.json")), not(containsString("savepoint-1")));
    stage.command(0, "remove", "--yes", "--deleteData=test");
  }

  @Test
  void anInterruptedDeletionIsFinishedByTheNextCommand() throws Exception {
    note(
        "{'savepoint':'file:/x/savepoint-1','rollout':{'from':1,'to':0,'phase':'DELETE',"
            + "'timeout':'PT1M','data':['"
            + folder.resolve("live")
            + "']}}");
    describe(folder.resolve("raw"));
    assertThat(
        stage.command(0, "deploy", "--yes"),
        allOf(
            containsString("The deletion of the data of this stage is not finished:"),
            containsString("That is finished. Nothing else was done")));
    assertThat(has("live"), is(false));
    assertThat("what the file names now stays", has("raw/a.jsonl"), is(true));
  }

  @Test
  void anOutputThatHasTheInputInItIsNotDeleted() throws Exception {
    describe(folder);
    assertThat(
        stage.command(2, "remove", "--yes", "--deleteData=test"),
        containsString("output is " + folder + ", and the input " + folder + "/raw is in it"));
    assertThat(has("live/events/a.jsonl"), is(true));
  }
}
