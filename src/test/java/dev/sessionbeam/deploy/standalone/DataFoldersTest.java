package dev.sessionbeam.deploy.standalone;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deploy.StageData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFoldersTest {
  @TempDir private Path temporary;

  private Path folder;

  @BeforeEach
  void setUp() throws IOException {
    folder = temporary.toRealPath();
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  private StageData of(Map<String, String> flags, Map<String, Path> needed) throws IOException {
    return DataFolders.of(flags, List.of(folder.resolve("states")), needed);
  }

  @Test
  void outputArchiveAndStatesAreDeletedAndNothingBesideThem() throws IOException {
    file("live/events/a.jsonl");
    file("archive/b.jsonl");
    file("states/c");
    Path other = file("other/d");
    StageData data =
        of(
            Map.of("output", folder + "/live", "archive", folder + "/archive", "gap", "30m"),
            Map.of());
    assertThat(data.faults(), is(empty()));
    assertThat(data.objects(), contains(folder + "/live", folder + "/archive", folder + "/states"));
    DataFolders.delete(data.objects());
    try (var left = Files.list(folder)) {
      assertThat(left.toList(), contains(other.getParent()));
    }
    // Again, as after an interruption.
    DataFolders.delete(data.objects());
    assertThat(Files.readString(other), is("other/d"));
  }

  @Test
  void whatIsNotOnThisMachineStays() throws IOException {
    StageData data = of(Map.of("output", "s3://bucket/sessions"), Map.of());
    assertThat(data.objects(), contains(folder + "/states"));
    assertThat(
        data.kept(), contains("output is not on this machine, so it stays: s3://bucket/sessions"));
  }

  @Test
  void aFolderThatHasSomethingElseInItIsNotDeleted() throws IOException {
    Path raw = folder.resolve("out/raw");
    StageData data = of(Map.of("output", folder + "/out"), Map.of("the input", raw));
    assertThat(
        data.faults(),
        contains(
            "output is "
                + folder
                + "/out, and the input is in it: it is not deleted. Delete what you do not need"
                + " yourself"));
    assertThat(of(Map.of("output", raw + "/x"), Map.of("the input", raw)).faults(), is(empty()));
    assertThat(
        of(Map.of("output", folder + "/out2"), Map.of("the input", raw)).faults(), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a/live  | /a/*.jsonl     | false",
        "/a/live  | /a/*           | true",
        "/a/live  | /a/*/b.jsonl   | true",
        "/a/live  | /a/l{i,o}*/b   | true",
        "/a/live  | /a/raw/**      | false",
        "/a/live  | /**/b.jsonl    | true",
        "/        | /a/b.jsonl     | true",
        "/a/live  | /a/live        | true",
        "/a/live  | s3://a/live    | false"
      })
  void anInputThatMayBeInTheOutputKeepsItFromDeletion(String output, String input, boolean keeps)
      throws IOException {
    StageData data = of(Map.of("output", output), DataFolders.inputs(List.of(input)));
    assertThat(data.faults().isEmpty(), is(!keeps));
  }

  @Test
  void aLinkDoesNotHideWhatIsInAFolder() throws IOException {
    file("data/raw/a");
    Path raw = folder.resolve("data/raw");
    Path link = Files.createSymbolicLink(folder.resolve("live"), folder.resolve("data"));
    StageData data = of(Map.of("output", link.toString()), Map.of("the input", raw));
    assertThat(data.faults().size(), is(1));
  }

  @Test
  void whatALinkPointsToIsDeletedWithIt() throws IOException {
    file("disk/live/a");
    Path disk = folder.resolve("disk/live");
    Path link = Files.createSymbolicLink(folder.resolve("live"), disk);
    DataFolders.delete(List.of(link.toString()));
    assertThat(Files.exists(disk), is(false));
    assertThat(Files.exists(folder.resolve("disk")), is(true));
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS), is(false));
  }
}
