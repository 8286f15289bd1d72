package dev.sessionbeam.simulate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.sessionbeam.simulate.Sample.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a small sample contains every case that a wrong rule would get wrong. */
class StoriesTest {
  private static final long GAP = Duration.ofMinutes(30).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private static final List<Told> EVENTS = Sample.events(Sample.USUAL);
  private static final Map<String, List<Told>> STORIES = Sample.stories(Sample.USUAL);

  /** Counts the pairs of consecutive events of one machine that match a condition. */
  private static long pairs(BiPredicate<Told, Told> condition) {
    return STORIES.values().stream().mapToLong(story -> pairs(story, condition)).sum();
  }

  private static long pairs(List<Told> story, BiPredicate<Told, Told> condition) {
    return IntStream.range(1, story.size())
        .filter(i -> condition.test(story.get(i - 1), story.get(i)))
        .count();
  }

  private static long pause(Told before, Told event) {
    return event.instant() - before.instant();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1})
  void somePausesAreWithinAMillisecondOfTheGap(long beyond) {
    assertThat(
        pairs((before, event) -> !event.opens() && pause(before, event) == GAP + beyond),
        greaterThan(20L));
    assertThat(
        pairs((before, event) -> event.opens() && pause(before, event) == GAP + beyond),
        greaterThan(5L));
  }

  @Test
  void machinesRestartInsideTheGap() {
    assertThat(
        pairs((a, b) -> b.opens() && pause(a, b) > 0 && pause(a, b) < GAP), greaterThan(100L));
  }

  @Test
  void machinesPauseAndContinueWithoutAnOpeningEvent() {
    assertThat(pairs((a, b) -> !b.opens() && pause(a, b) > GAP + 1), greaterThan(50L));
  }

  @Test
  void severalEventsHappenAtOneInstant() {
    assertThat(pairs((a, b) -> !b.opens() && pause(a, b) == 0), greaterThan(100L));
  }

  @Test
  void twoOpeningEventsHappenAtOneInstant() {
    assertThat(pairs((a, b) -> a.opens() && b.opens() && pause(a, b) == 0), greaterThan(5L));
  }

  @Test
  void anOpeningEventHasTheInstantOfAnotherEvent() {
    assertThat(pairs((a, b) -> a.opens() && !b.opens() && pause(a, b) == 0), greaterThan(50L));
  }

  @Test
  void someIdsAtOneInstantSortDifferentlyInJavaThanByCodePoint() {
    assertThat(
        pairs(
            (a, b) ->
                pause(a, b) == 0
                    && Integer.signum(a.id().compareTo(b.id()))
                        != Integer.signum(a.id().codePointAt(0) - b.id().codePointAt(0))
                    && a.id().codePointAt(0) != b.id().codePointAt(0)),
        greaterThan(5L));
  }

  @Test
  void robotsAreActiveForMoreThanADayWithoutAPauseSoMaxDurationCuts() {
    List<List<Told>> robots =
        STORIES.values().stream()
            .filter(story -> pairs(story, (a, b) -> pause(a, b) >= GAP) == 0)
            .filter(story -> pause(story.get(0), story.get(story.size() - 1)) > DAY)
            .toList();
    assertThat(robots.size(), greaterThanOrEqualTo(5));
    assertThat(robots.stream().filter(StoriesTest::isCutByMaxDuration).count(), greaterThan(2L));
    assertThat(
        "one restarts at times",
        robots.stream().anyMatch(story -> pairs(story, (a, b) -> b.opens()) > 0),
        equalTo(true));
    assertThat(
        "one is up at midnight, to the millisecond",
        robots.stream().flatMap(List::stream).anyMatch(event -> event.instant() % DAY == 0),
        equalTo(true));
  }

  /**
   * Whether the story contains a midnight at least half a day after its start, and no opening
   * event.
   */
  private static boolean isCutByMaxDuration(List<Told> story) {
    long start = story.get(0).instant();
    return pairs(
                story,
                (a, b) ->
                    a.instant() / DAY < b.instant() / DAY
                        && 2 * (b.instant() / DAY * DAY - start) >= DAY)
            > 0
        && pairs(story, (a, b) -> b.opens()) == 0;
  }

  @Test
  void somePersonsWorkAcrossMidnightWithoutALongPause() {
    assertThat(
        pairs((a, b) -> a.instant() / DAY < b.instant() / DAY && pause(a, b) < GAP / 2),
        greaterThan(3L));
  }

  @Test
  void buildsWithFaultsAndBuildsThatLookLikeThemOccur() {
    Set<String> builds = EVENTS.stream().map(Told::build).collect(Collectors.toSet());
    assertThat(builds, hasItems("9.0.5.9", "9.0.4.5", "9.0.40.2", "9.5.0.4", "11.0.3.173"));
    Told shouted = first("9.0.4.5");
    assertThat(shouted.json(), containsString(shouted.action().toUpperCase(Locale.ROOT)));
    assertThat(first("9.0.5.9").json(), containsString("\"timestamp\":1486"));
    assertThat(first("9.0.5.9").instant(), greaterThan(Sample.USUAL.start().toEpochMilli() - 1));
  }

  private static Told first(String build) {
    return EVENTS.stream().filter(event -> event.build().equals(build)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1000000000000000055",
        "12345678901234567890",
        "1.0,",
        "-0.0",
        "2.50e+3",
        "Übersicht",
        "見積書",
        "\uD83D\uDE00",
        "\\ud83d\\ude00",
        "R\\u00e9sum\\u00e9",
        "\"} { }{ [,]",
        "\"machine_id\":\"Büro-",
        "\"machine_id\":\"B\\u00fcro-",
        "\"action\":\"\\u0073tart\"",
        "\"action\":\" START",
      })
  void textsAndNumbersThatMustNotChangeOccur(String text) {
    assertThat(EVENTS.stream().filter(e -> e.json().contains(text)).count(), greaterThan(0L));
  }

  @Test
  void oneMachineWritesItsNameInTwoWays() {
    Collection<List<Told>> stories = STORIES.values();
    assertThat(
        stories.stream()
            .anyMatch(
                story ->
                    story.stream().anyMatch(event -> event.json().contains("\"Büro-"))
                        && story.stream().anyMatch(event -> event.json().contains("\"B\\u00fc"))),
        equalTo(true));
  }

  @Test
  void someDuplicatesHaveTheSameBytesAndSomeDoNot() {
    List<String> duplicates =
        EVENTS.stream().collect(Collectors.groupingBy(Told::key)).values().stream()
            .filter(same -> same.size() > 1)
            .map(same -> same.get(0).json().equals(same.get(1).json()) ? "same" : "other")
            .toList();
    assertThat(duplicates, hasItem("same"));
    assertThat(duplicates, hasItem("other"));
  }

  @Test
  void nothingHappensBeforeTheStart() {
    Instant first =
        Instant.ofEpochMilli(EVENTS.stream().mapToLong(Told::instant).min().orElseThrow());
    assertThat(first, greaterThanOrEqualTo(Sample.USUAL.start()));
  }
}
