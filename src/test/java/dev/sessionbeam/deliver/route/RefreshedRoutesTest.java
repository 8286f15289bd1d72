package dev.sessionbeam.deliver.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.hamcrest.Matchers.stringContainsInOrder;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of a job in a process: several steps share one thread that reads the file. */
class RefreshedRoutesTest {
  private static final String FIRST = TestRoutes.to("first", "a");
  private static final String SECOND = TestRoutes.to("second", "a");
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** Finds nothing, unless the name of the route is that of a fault. */
  private static List<String> check(Route route) {
    switch (route.name()) {
      case "ServiceConfigurationError" -> throw new ServiceConfigurationError("no such class");
      case "NoClassDefFoundError" -> throw new NoClassDefFoundError("example/Missing");
      case "IllegalStateException" -> throw new IllegalStateException("https://example.com/SECRET");
      default -> {
        return List.of();
      }
    }
  }

  private static RoutesReader checking() {
    return new RoutesReader(TestRoutes.scopes(), RefreshedRoutesTest::check);
  }

  private RefreshedRoutes job(Duration every) throws Exception {
    return job(every, TestRoutes.reader());
  }

  private RefreshedRoutes job(Duration every, RoutesReader reader) throws Exception {
    Path file = Files.writeString(folder.resolve("routes.json"), FIRST);
    return new RefreshedRoutes(
        new RefreshedRoutes.Start(TestRoutes.read(FIRST), TestRoutes.bytes(FIRST)),
        reader,
        file.toString(),
        folder.resolve("kept") + "/",
        every);
  }

  /** A copy, as each step of a job gets one. */
  private static RefreshedRoutes step(RefreshedRoutes job) {
    return SerializableUtils.clone(job);
  }

  private void replace(String text) throws Exception {
    Path next = Files.writeString(folder.resolve("next.json"), text);
    Files.move(next, folder.resolve("routes.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("the condition did not hold in time");
      }
      Thread.onSpinWait();
    }
  }

  private static Set<Thread> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name) && thread.isAlive())
        .collect(Collectors.toSet());
  }

  /** The threads of an earlier test may still end. */
  private static Set<Thread> threadsSince(Set<Thread> before) {
    Set<Thread> since = threads("routes-");
    since.removeAll(before);
    return since;
  }

  private static String first(CurrentRoutes routes) {
    return routes.get().all().get(0).name();
  }

  @Test
  void aNewVersionTakesEffectWithoutARestart() throws Exception {
    RefreshedRoutes step = step(job(Duration.ofMillis(20)));
    step.open(OPTIONS);
    try {
      assertThat(first(step), is("first"));
      replace(SECOND);
      await(() -> first(step).equals("second"));
      assertThat(step.refused(), is(0L));
      replace("[");
      await(() -> step.refused() == 1);
      assertThat(first(step), is("second"));
    } finally {
      step.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ServiceConfigurationError", "NoClassDefFoundError", "IllegalStateException"})
  void routesWhoseCheckFailsAreRefusedAndTheReadingGoesOn(String fault) throws Exception {
    RefreshedRoutes step = step(job(Duration.ofMillis(20), checking()));
    replace(TestRoutes.to(fault, "a"));
    step.open(OPTIONS);
    try {
      assertThat(first(step), is("first"));
      assertThat(step.refused(), is(1L));
      replace(SECOND);
      await(() -> first(step).equals("second"));
      replace(TestRoutes.to(fault, "b"));
      await(() -> step.refused() == 2);
      replace(FIRST);
      await(() -> first(step).equals("first"));
    } finally {
      step.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ServiceConfigurationError, no such class",
    "NoClassDefFoundError, example/Missing",
    "IllegalStateException, at dev.sessionbeam"
  })
  void aCheckThatFailsIsAFaultOfItsRoute(String fault, String why) {
    byte[] routes = TestRoutes.bytes(TestRoutes.to(fault, "a"));
    InvalidRoutesException e =
        assertThrows(InvalidRoutesException.class, () -> checking().read(routes, "routes.json"));
    assertThat(
        e.getMessage(),
        stringContainsInOrder(
            "route 1 (" + fault + ")",
            "the check by its connector failed (" + fault,
            why,
            "correct the connector"));
    assertThat(e.getMessage(), not(containsString("SECRET")));
  }

  @Test
  void allStepsOfAJobInAProcessShareOneThreadThatEndsWithTheLast() throws Exception {
    Set<Thread> before = threads("routes-");
    RefreshedRoutes job = job(Duration.ofHours(1));
    RefreshedRoutes one = step(job);
    RefreshedRoutes other = step(job);
    one.open(OPTIONS);
    one.open(OPTIONS);
    other.open(OPTIONS);
    assertThat(threadsSince(before), hasSize(1));
    assertThat(one.get(), is(sameInstance(other.get())));
    one.close();
    one.close();
    assertThat(threadsSince(before), hasSize(1));
    other.close();
    assertThat(threadsSince(before), is(empty()));
  }

  @Test
  void jobsDoNotShareTheirRoutes() throws Exception {
    RefreshedRoutes one = step(job(Duration.ofHours(1)));
    RefreshedRoutes other = step(job(Duration.ofHours(1)));
    one.open(OPTIONS);
    other.open(OPTIONS);
    assertThat(one.get(), is(not(sameInstance(other.get()))));
    one.close();
    other.close();
  }

  /** The routes of the job's start may be old by then. */
  @Test
  void aProcessThatStartsLaterReadsTheFileBeforeItsFirstEvent() throws Exception {
    RefreshedRoutes job = job(Duration.ofHours(1));
    replace(SECOND);
    RefreshedRoutes step = step(job);
    assertThat(first(step), is("first"));
    step.open(OPTIONS);
    assertThat(first(step), is("second"));
    step.close();
  }
}
