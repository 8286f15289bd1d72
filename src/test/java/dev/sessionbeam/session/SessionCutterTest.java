package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static dev.sessionbeam.session.Story.opening;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionCutterTest {
  private static final long GAP = 30;
  private static final long CAP = 240;

  private static String cut(Event... events) {
    return Story.text(cutter(CAP).cut(List.of(events)).sessions());
  }

  private static SessionCutter cutter(long cap) {
    return new SessionCutter(SessionRules.ofMillis(GAP, cap));
  }

  @Test
  void noEventsMakeNoSession() {
    assertThat(cutter(CAP).cut(List.of()).sessions(), is(empty()));
  }

  @Test
  void aPauseOfExactlyTheGapStartsASession() {
    assertThat(cut(event(0, "a"), event(29, "b"), event(59, "c")), is("a b | c"));
  }

  @Test
  void anOpeningEventStartsASessionWithinTheGap() {
    assertThat(cut(event(0, "a"), opening(1, "b"), event(2, "c")), is("a | b c"));
  }

  @Test
  void openingsOfOneInstantOpenOneSession() {
    assertThat(cut(opening(5, "b"), opening(5, "a"), event(5, "c")), is("a b c"));
  }

  @Test
  void anOpeningComesBeforeOtherEventsOfItsInstantWhateverTheirIds() {
    assertThat(cut(event(0, "z"), event(5, "a"), opening(5, "b")), is("z | b a"));
  }

  @Test
  void idsSortByCodePointNotByUtf16Unit() {
    assertThat(cut(event(0, "\uFFFD"), event(0, "\uD83D\uDE00")), is("\uFFFD \uD83D\uDE00"));
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    assertThat(cut(event(59, "c"), event(29, "b"), event(0, "a")), is("a b | c"));
  }

  @Test
  void theCapCutsAtAMultipleThatIsHalfACapOrMoreAfterTheStart() {
    assertThat(
        cut(
            event(120, "a"),
            event(149, "b"),
            event(178, "c"),
            event(207, "d"),
            event(236, "e"),
            event(240, "f")),
        is("a b c d e | f"));
  }

  @Test
  void theCapDoesNotCutASessionThatBeganLessThanHalfACapBefore() {
    assertThat(
        cut(
            event(121, "a"),
            event(150, "b"),
            event(179, "c"),
            event(208, "d"),
            event(237, "e"),
            event(240, "f")),
        is("a b c d e f"));
  }

  @Test
  void theCapCutsAtTheFirstEventAfterTheMultiple() {
    assertThat(
        cut(
            event(112, "a"),
            event(141, "b"),
            event(170, "c"),
            event(199, "d"),
            event(228, "e"),
            event(239, "f"),
            event(241, "g")),
        is("a b c d e f | g"));
  }

  @Test
  void aCapOfZeroCutsNothing() {
    SessionCutter.Cut cut =
        cutter(0).cut(List.of(event(200, "a"), event(229, "b"), event(240, "c"), event(260, "d")));
    assertThat(Story.text(cut.sessions()), is("a b c d"));
  }

  @Test
  void duplicatesAreLeftOutAndCounted() {
    SessionCutter.Cut cut =
        cutter(CAP).cut(List.of(event(0, "a"), event(0, "a"), event(1, "a"), event(0, "b")));
    assertThat(Story.text(cut.sessions()), is("a b a"));
    assertThat(cut.duplicates(), is(1L));
  }

  @Test
  void theDuplicateWithTheSmallestBytesStaysEvenIfOnlyTheOtherOneOpens() {
    Event smaller = event(5, "a", false, "{\"v\":1}");
    Event larger = event(5, "a", true, "{\"v\":2}");
    for (List<Event> order : List.of(List.of(smaller, larger), List.of(larger, smaller))) {
      Event kept = cutter(CAP).cut(order).sessions().get(0).first();
      assertThat(new String(kept.json(), StandardCharsets.UTF_8), is("{\"v\":1}"));
    }
  }

  @Test
  void aDuplicateBetweenOtherEventsOfItsInstantIsFound() {
    Event plain = event(5, "a", false, "{\"v\":1}");
    Event opens = event(5, "a", true, "{\"v\":2}");
    SessionCutter.Cut cut = cutter(CAP).cut(List.of(opens, opening(5, "b"), plain, event(5, "0")));
    assertThat(Story.text(cut.sessions()), is("b 0 a"));
    assertThat(cut.duplicates(), is(1L));
  }

  @Test
  void aGapAboveHalfTheCapIsRejected() {
    assertThrows(IllegalArgumentException.class, () -> SessionRules.ofMillis(121, 240));
    assertThrows(IllegalArgumentException.class, () -> SessionRules.ofMillis(0, 240));
  }
}
