package dev.sessionbeam.settle;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sorts lines in memory, in temporary files, and in files that were merged before. */
class ExternalSortTest {
  private static SortedLine line(String machine, String start, int index) {
    return new SortedLine(
        machine.getBytes(StandardCharsets.UTF_8),
        start.getBytes(StandardCharsets.UTF_8),
        index,
        (machine + start + index).getBytes(StandardCharsets.UTF_8));
  }

  private static List<SortedLine> lines(int count) {
    Random random = new Random(7);
    List<SortedLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          line(
              random.nextBoolean() ? "é" + random.nextInt(50) : "m" + random.nextInt(50),
              "2017-02-05T0" + random.nextInt(10) + ":00:00.000Z",
              random.nextInt(20)));
    }
    return lines;
  }

  private static List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }

  private static List<String> texts(List<SortedLine> lines) {
    return lines.stream().map(line -> new String(line.json(), StandardCharsets.UTF_8)).toList();
  }

  /** The lines have about 160 bytes: the smallest memory holds one of them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 5_000, 1 << 30})
  void allLinesComeInOrderHoweverFewAreInMemory(long memory) throws IOException {
    List<SortedLine> lines = lines(500);
    List<SortedLine> expected = new ArrayList<>(lines);
    expected.sort(SortedLine.ORDER);
    List<SortedLine> sorted = new ArrayList<>();
    List<Path> before = parts();
    try (ExternalSort sort = new ExternalSort(memory)) {
      for (SortedLine line : lines) {
        sort.add(line);
      }
      List<Path> open = new ArrayList<>(parts());
      open.removeAll(before);
      assertThat(open.size(), memory == 1 << 30 ? is(0) : is(greaterThan(1)));
      sort.sorted().forEachRemaining(sorted::add);
    }
    assertThat(texts(sorted), is(texts(expected)));
    List<Path> left = new ArrayList<>(parts());
    left.removeAll(before);
    assertThat(left, is(empty()));
  }

  @Test
  void machinesAreSortedByTheirBytesThenSessionsByStartThenEventsByIndex() {
    List<SortedLine> sorted = new ArrayList<>();
    for (String machine : List.of("é", "b", "B", "a")) {
      for (int index : new int[] {10, 9}) {
        sorted.add(line(machine, "2017-02-05T09:00:00.000Z", index));
        sorted.add(line(machine, "2017-02-05T08:00:00.000Z", index));
      }
    }
    sorted.sort(SortedLine.ORDER);
    assertThat(
        texts(sorted).subList(0, 4),
        is(
            List.of(
                "B2017-02-05T08:00:00.000Z9",
                "B2017-02-05T08:00:00.000Z10",
                "B2017-02-05T09:00:00.000Z9",
                "B2017-02-05T09:00:00.000Z10")));
    assertThat(texts(sorted).get(15), is("é2017-02-05T09:00:00.000Z10"));
  }
}
