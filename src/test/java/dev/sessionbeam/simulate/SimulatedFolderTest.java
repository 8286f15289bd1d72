package dev.sessionbeam.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedFolderTest {
  private static final Simulation SETTINGS =
      new Simulation(
          1000,
          20,
          3,
          3,
          Duration.ofMinutes(2),
          0.1,
          0.1,
          Instant.parse("2020-02-29T12:00:00Z"),
          Duration.ofDays(1));

  @TempDir Path folder;

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void recordsGoToTheFilesInTurnInOrderOfArrival() throws Exception {
    Outcome outcome = new SimulatedFolder(folder).fill(SETTINGS);
    List<List<String>> files = new ArrayList<>();
    long bytes = 0;
    for (String name : List.of("part-000.jsonl", "part-001.jsonl", "part-002.jsonl")) {
      Path file = folder.resolve(name);
      bytes += Files.size(file);
      files.add(new String(Files.readAllBytes(file), UTF_8).lines().toList());
    }
    List<String> arrivals = new ArrayList<>();
    for (int i = 0; i < outcome.events() + outcome.copies(); i++) {
      arrivals.add(files.get(i % 3).get(i / 3));
    }
    List<String> expected =
        Sample.records(SETTINGS).stream().map(record -> new String(record, UTF_8)).toList();
    assertThat(arrivals, equalTo(expected));
    assertThat(outcome.bytes(), equalTo(bytes));
    assertThat(names(folder).size(), equalTo(3));
  }

  @Test
  void aMissingFolderIsCreated() throws Exception {
    SimulatedFolder deep = new SimulatedFolder(folder.resolve("a/b"));
    assertThat(deep.faults(false), empty());
    assertThat(deep.create(), empty());
    deep.fill(SETTINGS);
    assertThat(names(folder.resolve("a/b")).size(), equalTo(3));
  }

  @Test
  void aFolderThatIsNotEmptyIsAFaultUnlessItMayBeOverwritten() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    SimulatedFolder full = new SimulatedFolder(folder);
    assertThat(full.faults(false), contains(containsString("is not empty; --overwrite replaces")));
    assertThat(full.faults(true), empty());
  }

  @Test
  void aFileIsNotAFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThat(
        new SimulatedFolder(file).faults(true),
        contains(containsString("notes.txt is not a folder")));
    assertThat(
        new SimulatedFolder(file.resolve("below")).faults(false),
        contains(containsString("notes.txt is not a folder")));
  }

  @Test
  void overwritingDeletesFilesOfASimulationAndNothingElse() throws Exception {
    for (String name :
        List.of("part-999.jsonl", "part-1.jsonl", "part-001.jsonl.gz", "my-part-001.jsonl")) {
      Files.writeString(folder.resolve(name), "old");
    }
    Files.createDirectory(folder.resolve("part-500.jsonl"));
    new SimulatedFolder(folder).fill(SETTINGS);
    assertThat(
        names(folder),
        containsInAnyOrder(
            "part-000.jsonl",
            "part-001.jsonl",
            "part-002.jsonl",
            "part-1.jsonl",
            "part-001.jsonl.gz",
            "my-part-001.jsonl",
            "part-500.jsonl"));
  }

  @Test
  void noFileStaysIfWritingFails() throws Exception {
    Files.createDirectory(folder.resolve("part-002.jsonl"));
    SimulatedFolder broken = new SimulatedFolder(folder);
    assertThrows(IOException.class, () -> broken.fill(SETTINGS));
    assertThat(names(folder), contains("part-002.jsonl"));
  }
}
