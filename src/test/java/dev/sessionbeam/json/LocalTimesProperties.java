package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class LocalTimesProperties {
  private static final Instant FIRST = Instant.parse("1995-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");
  private static final long THREE_DAYS = 3 * 86_400_000L;

  private static final List<ZoneId> ZONES =
      ZoneId.getAvailableZoneIds().stream()
          .sorted()
          .map(ZoneId::of)
          .filter(zone -> zone.getRules().nextTransition(FIRST) != null)
          .toList();

  /** Returns a local time that is near a change of the zone's clocks. */
  private static LocalDateTime near(ZoneOffsetTransition change, Random random) {
    long millis = random.nextLong(THREE_DAYS) - THREE_DAYS / 2;
    return change.getDateTimeBefore().plusNanos(millis * 1_000_000);
  }

  private static ZoneOffsetTransition change(ZoneId zone, Random random) {
    long second = random.nextLong(FIRST.getEpochSecond(), LAST.getEpochSecond());
    ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.ofEpochSecond(second));
    return next == null ? zone.getRules().nextTransition(FIRST) : next;
  }

  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void localTimesKeepTheirOrderInEveryZone(@ForAll Random random) {
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    ZoneOffsetTransition change = change(zone, random);
    List<LocalDateTime> times = new ArrayList<>();
    times.add(change.getDateTimeBefore());
    times.add(change.getDateTimeAfter());
    for (int i = 0; i < 20; i++) {
      times.add(near(change, random));
    }
    times.sort(null);
    for (int i = 1; i < times.size(); i++) {
      long before = LocalTimes.millis(times.get(i - 1), zone);
      long after = LocalTimes.millis(times.get(i), zone);
      assertThat(zone + " " + times.get(i), before, is(lessThanOrEqualTo(after)));
    }
  }

  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void aTimeThatExistsIsAnInstantWithThisLocalTime(@ForAll Random random) {
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    ZoneOffsetTransition change = change(zone, random);
    LocalDateTime local = near(change, random);
    Instant instant = Instant.ofEpochMilli(LocalTimes.millis(local, zone));
    ZoneOffsetTransition gap = zone.getRules().getTransition(local);
    if (gap != null && gap.isGap()) {
      assertThat(instant, is(gap.getInstant()));
    } else {
      assertThat(LocalDateTime.ofInstant(instant, zone), is(local));
    }
  }
}
