package dev.sessionbeam.deliver.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes in a file on a disk. */
class DiskRefreshTest extends RefreshRules {
  @TempDir private Path folder;

  @Override
  String file() {
    return folder.resolve("routes.json").toString();
  }

  @Override
  String keptIn() {
    return folder.resolve("out/.sessionbeam-temporary") + "/";
  }

  @Override
  PipelineOptions options() {
    return PipelineOptionsFactory.create();
  }

  @Override
  void write(String text) throws IOException {
    Files.writeString(Path.of(file()), text);
  }

  @Override
  void delete() throws IOException {
    Files.delete(Path.of(file()));
  }

  @Override
  void spoilKept() throws IOException {
    Files.writeString(Path.of(keptIn(), "routes.json"), "{");
  }

  @Test
  void anUnchangedFileIsNotReadAgain() throws Exception {
    RoutesFile file = RoutesFile.open(file(), options());
    String signature = Objects.requireNonNull(file.readUnless(null)).signature();
    assertThat(file.readUnless(signature), is(nullValue()));
    Path other = Files.writeString(folder.resolve("other"), Files.readString(Path.of(file())));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(Path.of(file())));
    Files.move(other, Path.of(file()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(file.readUnless(signature), is(notNullValue()));
  }

  @Test
  void routesThatCouldNotBeKeptAreKeptAtTheNextReading() throws Exception {
    Path kept = Path.of(keptIn());
    Path away = Files.move(kept, folder.resolve("away"));
    Files.writeString(kept, "This is no folder.");
    write(SECOND);
    latest.refresh();
    Files.delete(kept);
    Files.move(away, kept);
    assertThat(afterRestartWithoutFile(), contains("first"));
    write(SECOND);
    latest.refresh();
    assertThat(afterRestartWithoutFile(), contains("second"));
  }

  private List<String> afterRestartWithoutFile() throws Exception {
    delete();
    return afterRestart(FIRST);
  }

  @Test
  void onlyTheKeptFileIsLeft() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(keptIn()))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names, contains("routes.json"));
    }
  }
}
