package dev.sessionbeam.deliver.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for routes that change while a job runs, wherever their file is. */
abstract class RefreshRules {
  static final String FIRST = TestRoutes.to("first", "a");
  static final String SECOND = TestRoutes.to("second", "a");
  private static final String BROKEN = "[{\"destination_name\": ";

  /** The routes in a process of a job that was started with the first ones. */
  LatestRoutes latest;

  /** Returns the name of the file. */
  abstract String file();

  /** Returns the folder that keeps the last good routes. */
  abstract String keptIn();

  abstract PipelineOptions options();

  abstract void write(String text) throws IOException;

  abstract void delete() throws IOException;

  /** Makes the kept routes unreadable. */
  abstract void spoilKept() throws IOException;

  @BeforeEach
  void startWithTheFirstRoutes() throws Exception {
    write(FIRST);
    latest = process(FIRST);
    latest.begin();
  }

  @AfterEach
  void close() {
    latest.close();
  }

  /** A process of a job that was started with these routes. */
  private LatestRoutes process(String start) throws InvalidRoutesException {
    return new LatestRoutes(
        new RefreshedRoutes.Start(TestRoutes.read(start), TestRoutes.bytes(start)),
        TestRoutes.reader(),
        file(),
        RoutesFile.open(file(), options()),
        KeptRoutes.in(keptIn(), options()));
  }

  /** The destinations of a process that starts now, after an earlier one has gone. */
  List<String> afterRestart(String start) throws InvalidRoutesException {
    try (LatestRoutes next = process(start)) {
      next.begin();
      return destinations(next);
    }
  }

  private static List<String> destinations(LatestRoutes routes) {
    return routes.routes().all().stream().map(Route::name).toList();
  }

  @Test
  void theSameFileGivesTheSameObject() {
    Routes before = latest.routes();
    latest.refresh();
    assertThat(latest.routes(), is(sameInstance(before)));
    assertThat(latest.refused(), is(0L));
  }

  @Test
  void aNewVersionIsTakenAtTheNextReading() throws Exception {
    write(SECOND);
    latest.refresh();
    assertThat(destinations(latest), contains("second"));
    assertThat(latest.routes().version(), is(RoutesReader.version(TestRoutes.bytes(SECOND))));
    assertThat(latest.refused(), is(0L));
  }

  @Test
  void aBrokenFileIsRefusedOnceAndChangesNothing() throws Exception {
    Routes before = latest.routes();
    write(BROKEN);
    latest.refresh();
    latest.refresh();
    assertThat(latest.routes(), is(sameInstance(before)));
    assertThat(latest.refused(), is(1L));

    write(BROKEN + " ");
    latest.refresh();
    assertThat(latest.refused(), is(2L));

    write(SECOND);
    latest.refresh();
    assertThat(destinations(latest), contains("second"));
    assertThat(latest.refused(), is(2L));
  }

  @Test
  void aFileThatIsGoneChangesNothingUntilItIsThereAgain() throws Exception {
    Routes before = latest.routes();
    delete();
    latest.refresh();
    latest.refresh();
    assertThat(latest.routes(), is(sameInstance(before)));
    assertThat(latest.refused(), is(1L));

    write(SECOND);
    latest.refresh();
    assertThat(destinations(latest), contains("second"));
  }

  @Test
  void anEmptyFileChangesNothing() throws Exception {
    write("");
    latest.refresh();
    assertThat(destinations(latest), contains("first"));
    assertThat(latest.refused(), is(1L));
  }

  @Test
  void aRestartTakesWhatTheFileHoldsNow() throws Exception {
    write(SECOND);
    assertThat(afterRestart(FIRST), contains("second"));
  }

  @Test
  void aRestartKeepsTheLastGoodRoutesIfTheFileIsBroken() throws Exception {
    write(SECOND);
    latest.refresh();
    write(BROKEN);
    assertThat(afterRestart(FIRST), contains("second"));
  }

  @Test
  void aRestartKeepsTheLastGoodRoutesIfTheFileIsGone() throws Exception {
    write(SECOND);
    latest.refresh();
    delete();
    assertThat(afterRestart(FIRST), contains("second"));
  }

  @Test
  void theRoutesOfTheStartAreKeptForARunThatResumes() throws Exception {
    KeptRoutes.Kept kept = KeptRoutes.in(keptIn(), options()).read().orElseThrow();
    assertThat(kept.bytes(), is(TestRoutes.bytes(FIRST)));
  }

  @Test
  void anotherJobDoesNotTakeWhatThisOneKept() throws Exception {
    write(SECOND);
    latest.refresh();
    delete();
    assertThat(afterRestart(TestRoutes.to("third", "a")), contains("third"));
  }

  @Test
  void keptRoutesThatCannotBeReadAreNoFault() throws Exception {
    spoilKept();
    delete();
    assertThat(afterRestart(FIRST), contains("first"));
  }

  @Test
  void keptRoutesCanBeDeleted() throws Exception {
    KeptRoutes kept = KeptRoutes.in(keptIn(), options());
    kept.delete();
    kept.delete();
    assertThat(kept.read().isPresent(), is(false));
  }
}
