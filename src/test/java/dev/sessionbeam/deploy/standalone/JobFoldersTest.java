package dev.sessionbeam.deploy.standalone;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFoldersTest {
  @TempDir private Path folder;

  @Test
  void theLastCompleteCheckpointCounts() throws IOException {
    JobFolders folders = new JobFolders(folder, folder);
    assertThat(folders.checkpoint("a"), is(Optional.empty()));
    complete("a/chk-9");
    complete("a/chk-10");
    Files.createDirectories(folder.resolve("a/chk-11"));
    Files.createDirectories(folder.resolve("a/shared"));
    complete("b/chk-12");
    assertThat(folders.checkpoint("a"), is(Optional.of(uri("a/chk-10"))));
  }

  @Test
  void aSavepointWithoutMetadataIsNotThere() throws IOException {
    JobFolders folders = new JobFolders(folder, folder);
    Files.createDirectories(folder.resolve("a/savepoint-1"));
    assertThat(folders.savepoint("a"), is(Optional.empty()));
    complete("a/savepoint-2");
    assertThat(folders.savepoint("a"), is(Optional.of(uri("a/savepoint-2"))));
  }

  @Test
  void theLastStateIsTheOneThatWasCompletedLast() throws IOException {
    JobFolders folders =
        new JobFolders(folder.resolve("savepoints"), folder.resolve("checkpoints"));
    assertThat(folders.last("a"), is(Optional.empty()));
    complete("checkpoints/a/chk-2");
    assertThat(folders.last("a"), is(Optional.of(uri("checkpoints/a/chk-2"))));
    complete("savepoints/a/savepoint-1");
    at("savepoints/a/savepoint-1", 2);
    at("checkpoints/a/chk-2", 1);
    assertThat(folders.last("a"), is(Optional.of(uri("savepoints/a/savepoint-1"))));
    at("checkpoints/a/chk-2", 3);
    assertThat(folders.last("a"), is(Optional.of(uri("checkpoints/a/chk-2"))));
    complete("savepoints/b/savepoint-1");
    assertThat(folders.last("b"), is(Optional.of(uri("savepoints/b/savepoint-1"))));
  }

  private void at(String path, long second) throws IOException {
    Files.setLastModifiedTime(
        folder.resolve(path).resolve("_metadata"), FileTime.from(Instant.ofEpochSecond(second)));
  }

  private String uri(String path) {
    return folder.resolve(path).toUri().toString();
  }

  private void complete(String path) throws IOException {
    Path made = Files.createDirectories(folder.resolve(path));
    Files.writeString(made.resolve("_metadata"), "x");
  }
}
