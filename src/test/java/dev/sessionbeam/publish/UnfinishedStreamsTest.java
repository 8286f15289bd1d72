package dev.sessionbeam.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes which streams have not ended, until they end or their results are replaced. */
class UnfinishedStreamsTest {
  private static final RunId OLD = new RunId("00000000000000aa");
  private static final RunId NEW = new RunId("00000000000000bb");
  private static final LocalDate DAY = LocalDate.of(2017, 2, 5);

  @TempDir private Path folder;

  private UnfinishedStreams streams() {
    return UnfinishedStreams.in(OutputFolder.of(folder.resolve("out").toString()));
  }

  @BeforeEach
  void beginTwo() throws IOException {
    streams().begin(OLD, "old");
    streams().begin(NEW, "new");
    streams().narrow(NEW, DAY);
  }

  private static DateRange days(LocalDate from, LocalDate to) {
    return new DateRange(from, to);
  }

  @Test
  void aStreamIsNotedUntilItEnds() throws IOException {
    assertThat(streams().description(OLD), is(Optional.of("old")));
    streams().end(OLD);
    assertThat(streams().description(OLD), is(Optional.empty()));
    assertThat(streams().runs(), is(Set.of(NEW)));
    streams().end(NEW);
    assertThat(
        "hidden folder", Files.exists(folder.resolve("out/.sessionbeam-temporary")), is(false));
  }

  @Test
  void daysThatAStreamCanNoLongerChangeMayBeReplaced() throws IOException {
    streams().endThoseOf(days(DAY.minusDays(2), DAY));
    assertThat(streams().runs(), is(Set.of(NEW)));
  }

  @Test
  void daysThatAStreamMayStillChangeEndIt() throws IOException {
    streams().endThoseOf(days(DAY, DAY.plusDays(1)));
    assertThat(streams().runs(), is(empty()));
  }

  /** What was cut short says nothing, so it counts as every day. */
  @Test
  void aDamagedDayIsEveryDay() throws IOException {
    Files.writeString(Path.of(streams().file(NEW).replace(".json", ".from")), "2017-0");
    streams().endThoseOf(days(DAY.minusDays(2), DAY));
    assertThat(streams().runs(), is(empty()));
  }

  @Test
  void aStreamThatBeginsAgainMayChangeEveryDay() throws IOException {
    streams().begin(NEW, "again");
    streams().endThoseOf(days(DAY.minusDays(2), DAY));
    assertThat(streams().runs(), is(empty()));
  }

  @Test
  void otherFilesAreNotStreams() throws IOException {
    Path hidden = folder.resolve("out/.sessionbeam-temporary/streams");
    for (String name : List.of("x.json", OLD + ".json.next", OLD + ".from")) {
      Files.writeString(hidden.resolve(name), "");
    }
    assertThat(streams().runs(), is(Set.of(OLD, NEW)));
    streams().endAll();
    assertThat(streams().runs(), is(empty()));
  }
}
