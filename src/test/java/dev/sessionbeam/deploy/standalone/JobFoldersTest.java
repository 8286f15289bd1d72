package dev.sessionbeam.deploy.standalone;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private String uri(String path) {
    return folder.resolve(path).toUri().toString();
  }

  private void complete(String path) throws IOException {
    Path made = Files.createDirectories(folder.resolve(path));
    Files.writeString(made.resolve("_metadata"), "x");
  }
}
