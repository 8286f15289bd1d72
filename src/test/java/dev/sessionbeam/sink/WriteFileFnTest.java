package dev.sessionbeam.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.definition.OutputSettings.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a stream: whatever comes twice, as after a crash, is there once. */
class WriteFileFnTest {
  @TempDir private Path folder;

  @BeforeAll
  static void setUp() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  private static Lines lines(String... json) {
    String text = String.join("\n", json) + "\n";
    return new Lines(Dataset.EVENTS, "date=2017-02-05", json.length, text.getBytes(UTF_8));
  }

  private long write(Codec codec, Lines... group) throws IOException {
    return new WriteFileFn(OutputFolder.of(folder.toString()), codec).write(List.of(group));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void aGroupBecomesOneFileInItsFolderAndIsCounted() throws IOException {
    long written = write(Codec.NONE, lines("{\"a\":1}", "{\"a\":2}"), lines("{}"));
    assertThat(written, is(3L));
    assertThat(files(), hasSize(1));
    Path file = files().get(0);
    assertThat(folder.relativize(file.getParent()), is(Path.of("events", "date=2017-02-05")));
    assertThat(Files.readString(file), is("{\"a\":1}\n{\"a\":2}\n{}\n"));
    assertThat(OutputFolder.isOwn(folder.relativize(file).toString()), is(true));
  }

  @Test
  void theSameGroupAgainIsTheSameFileAgain() throws IOException {
    write(Codec.GZIP, lines("{\"a\":1}"), lines("{\"a\":2}"));
    Path file = files().get(0);
    byte[] first = Files.readAllBytes(file);
    write(Codec.GZIP, lines("{\"a\":1}"), lines("{\"a\":2}"));
    assertThat(files(), is(List.of(file)));
    assertThat(Files.readAllBytes(file), is(first));
  }

  @Test
  void anotherGroupNeverReplacesAFile() throws IOException {
    write(Codec.GZIP, lines("{\"a\":1}"), lines("{\"a\":2}"));
    write(Codec.GZIP, lines("{\"a\":1}"));
    write(Codec.GZIP, lines("{\"a\":2}"), lines("{\"a\":1}"));
    assertThat(files(), hasSize(3));
  }

  /** A machine may send the same bytes each minute; each is a record. */
  @Test
  void inAnArchiveGroupsOfTheSameBytesAreTwoFiles() throws IOException {
    for (String origin : List.of("first", "second")) {
      LinesPacker packer = new LinesPacker();
      LinesPacker.Pack pack = packer.at(Dataset.ARCHIVE, "date=2017-02-05/hour=07");
      pack.markBy(() -> origin);
      byte[] line = "{}\n".getBytes(UTF_8);
      pack.write(line, line.length);
      pack.endLine();
      List<Lines> packed = new ArrayList<>();
      packer.giveOutAll(packed::add);
      write(Codec.NONE, packed.toArray(new Lines[0]));
    }
    assertThat(files(), hasSize(2));
    for (Path file : files()) {
      assertThat(folder.relativize(file.getParent()), is(Path.of("date=2017-02-05", "hour=07")));
    }
  }
}
