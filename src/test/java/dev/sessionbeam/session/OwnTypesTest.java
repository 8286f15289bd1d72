package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.WindowFnTestUtils;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SessionWindows} over values that do not come from this project, with Beam's own steps. */
class OwnTypesTest {
  private static final long GAP = 30;
  private static final long CAP = 240;
  private static final SerializableFunction<String, Boolean> OPENS =
      value -> value.startsWith("open");
  private static final SessionWindows<String> WINDOWS =
      SessionWindows.<String>withGap(Duration.millis(GAP)).openingWhen(OPENS);

  private static TimestampedValue<String> at(long millis, String value) {
    return TimestampedValue.of(value, Instant.ofEpochMilli(millis));
  }

  private static List<String> cut(
      SessionWindows<String> windows, List<TimestampedValue<String>> values) {
    return windows.cut(values).stream()
        .map(
            session ->
                session.stream().map(TimestampedValue::getValue).collect(Collectors.joining(" ")))
        .toList();
  }

  @Test
  void aPauseOrAnOpeningSplitsThem() {
    List<TimestampedValue<String>> values =
        List.of(at(60, "d"), at(0, "a"), at(29, "b"), at(59, "c"), at(65, "open1"), at(66, "e"));
    assertThat(cut(WINDOWS, values), is(List.of("a b", "c d", "open1 e")));
  }

  @Test
  void openingsOfOneTimestampOpenOneSessionWithAllValuesOfThatTimestamp() {
    List<TimestampedValue<String>> values =
        List.of(at(0, "a"), at(10, "b"), at(10, "open1"), at(10, "open2"), at(11, "c"));
    assertThat(cut(WINDOWS, values), is(List.of("a", "open1 open2 b c")));
  }

  @Test
  void withoutAnOpeningOnlyPausesSplit() {
    assertThat(
        cut(
            SessionWindows.withGap(Duration.millis(GAP)),
            List.of(at(0, "a"), at(10, "open1"), at(40, "b"))),
        is(List.of("a open1", "b")));
  }

  @Test
  void theMaxDurationSplitsASessionThatNeverPauses() {
    List<TimestampedValue<String>> values = new ArrayList<>();
    for (int millis = 0; millis < 2 * CAP; millis += 20) {
      values.add(at(millis, "e" + millis));
    }
    List<String> sessions = cut(WINDOWS.withMaxDuration(Duration.millis(CAP)), values);
    assertThat(sessions.size(), is(2));
    assertThat(sessions.get(1).startsWith("e240 "), is(true));
    assertThat(cut(WINDOWS, values).size(), is(1));
  }

  /** Groups values in the given order, as a runner does that merges after each element. */
  private static Set<String> grouped(List<TimestampedValue<String>> arriving) throws Exception {
    Map<BoundedWindow, List<TimestampedValue<String>>> held = new HashMap<>();
    MachineWindowing<BoundedWindow> windowing = MachineWindowing.of(WINDOWS);
    for (TimestampedValue<String> value : arriving) {
      BoundedWindow window =
          WindowFnTestUtils.assignedWindowsWithValue(
                  WINDOWS, TimestampedValue.of(KV.of("k", value.getValue()), value.getTimestamp()))
              .iterator()
              .next();
      held.computeIfAbsent(window, w -> new ArrayList<>()).add(value);
      windowing
          .merge(new ArrayList<>(held.keySet()))
          .forEach(
              (member, merged) ->
                  held.merge(
                      merged, Objects.requireNonNull(held.remove(member)), OwnTypesTest::all));
    }
    Set<String> sessions = new TreeSet<>();
    held.values().forEach(window -> sessions.addAll(sorted(WINDOWS.cut(window))));
    return sessions;
  }

  private static <T> List<T> all(List<T> one, List<T> other) {
    List<T> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  /** Sorted, because values of one timestamp are in the order in which they arrived. */
  private static List<String> sorted(List<List<TimestampedValue<String>>> sessions) {
    return sessions.stream()
        .map(
            session ->
                session.stream()
                    .map(value -> value.getTimestamp().getMillis() + value.getValue())
                    .sorted()
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theOrderOfArrivalChangesNothing(long seed) throws Exception {
    Random random = new Random(seed);
    List<TimestampedValue<String>> values = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      values.add(at(random.nextInt(600), (random.nextInt(7) == 0 ? "open" : "e") + i));
    }
    Set<String> expected = new TreeSet<>(sorted(WINDOWS.cut(values)));
    for (int order = 0; order < 5; order++) {
      Collections.shuffle(values, random);
      assertThat("seed " + seed, grouped(values), is(expected));
    }
  }

  /** Beam's own harness assigns and merges. */
  @Test
  void beamsHarnessFindsTheSameWindows() throws Exception {
    Map<?, Set<String>> found =
        WindowFnTestUtils.runWindowFnWithValue(
            WINDOWS,
            Arrays.asList(
                TimestampedValue.of(KV.of("k", "a"), Instant.ofEpochMilli(0)),
                TimestampedValue.of(KV.of("k", "b"), Instant.ofEpochMilli(20)),
                TimestampedValue.of(KV.of("k", "open1"), Instant.ofEpochMilli(40)),
                TimestampedValue.of(KV.of("k", "c"), Instant.ofEpochMilli(100))));
    assertThat(found.size(), is(3));
    assertThat(found.values().stream().map(Set::size).sorted().toList(), is(List.of(1, 1, 2)));
  }

  @Test
  void aWindowIsEncodedInFewBytes() throws Exception {
    SessionWindow window =
        new SessionWindow(1_486_252_800_000L, 1_486_256_400_000L, 1_486_254_600_000L, true, GAP);
    CoderProperties.coderDecodeEncodeEqual(WINDOWS.windowCoder(), window);
    assertThat(
        org.apache.beam.sdk.util.CoderUtils.encodeToByteArray(WINDOWS.windowCoder(), window).length
            <= 16,
        is(true));
  }

  @Test
  void windowFunctionsWithEqualRulesAndTheSameFunctionAreEqual() throws Exception {
    SessionWindows<String> same =
        SessionWindows.<String>withGap(Duration.millis(GAP)).openingWhen(OPENS);
    assertThat(WINDOWS, is(same));
    assertThat(WINDOWS.hashCode(), is(same.hashCode()));
    WINDOWS.verifyCompatibility(same);
    for (SessionWindows<String> other :
        List.of(
            SessionWindows.<String>withGap(Duration.millis(GAP)),
            WINDOWS.withMaxDuration(Duration.millis(CAP)),
            SessionWindows.<String>withGap(Duration.millis(31)).openingWhen(OPENS))) {
      assertThat(WINDOWS, is(not(other)));
      assertThrows(IncompatibleWindowException.class, () -> WINDOWS.verifyCompatibility(other));
    }
    assertThat(cut(SerializableUtils.clone(WINDOWS), List.of(at(0, "a"))), is(List.of("a")));
  }

  /** Beam would never emit the events of such windows: see {@link SessionWindows#withGap}. */
  @Test
  void aWindowWithAnotherGapIsRejected() {
    List<SessionWindow> windows =
        List.of(new SessionWindow(0, 0, 0, false, GAP), new SessionWindow(9, 9, 9, false, GAP + 1));
    IOException failure =
        assertThrows(
            IOException.class, () -> MachineWindowing.of(WINDOWS).merge(List.copyOf(windows)));
    assertThat(
        failure.getMessage(), containsString("a gap of 31 ms, but this job has a gap of 30 ms"));
  }

  @Test
  void eventsKnowWhetherTheyOpen() {
    SessionWindows<?> ofEvents = SessionWindows.of(SessionRules.ofMillis(GAP, CAP));
    assertThrows(UnsupportedOperationException.class, () -> ofEvents.openingWhen(event -> true));
    assertThrows(UnsupportedOperationException.class, () -> ofEvents.cut(List.of()));
  }
}
