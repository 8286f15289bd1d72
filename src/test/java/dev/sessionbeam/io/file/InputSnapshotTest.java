package dev.sessionbeam.io.file;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputSnapshotTest {
  private static final FileTime OLD = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "{}\n");
    Files.setLastModifiedTime(file, OLD);
    return file;
  }

  @Test
  void grownFilesAndReplacedFilesAreTold() throws Exception {
    Path grown = file("grown");
    Path rewritten = file("shorter");
    Path replaced = file("replaced");
    Path moved = file("moved");
    Path touched = file("touched");
    file("same");
    List<String> inputs = List.of(folder.toString());
    InputSnapshot snapshot = InputSnapshot.of(inputs, InputFiles.find(inputs));
    assertThat(snapshot.changes(), is(InputChanges.NONE));

    Files.writeString(grown, "{}\n", StandardOpenOption.APPEND);
    Files.writeString(rewritten, "{}");
    Path longer = Files.writeString(folder.resolve("new"), "{\"a\":1}\n");
    Files.move(longer, replaced, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(moved);
    Files.setLastModifiedTime(touched, FileTime.fromMillis(0));
    assertThat(
        snapshot.changes(),
        is(
            new InputChanges(
                new TreeMap<>(Map.of(grown.toString(), 3L)),
                List.of(replaced.toString(), rewritten.toString()))));
  }
}
