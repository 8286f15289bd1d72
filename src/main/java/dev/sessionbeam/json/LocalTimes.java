package dev.sessionbeam.json;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Converts local times to instants so that their order stays. If clocks go forward and a time does
 * not exist, the instant at which they go forward is taken. If clocks go back and a time exists
 * twice, the earlier instant is taken.
 */
final class LocalTimes {
  private LocalTimes() {}

  /**
   * Returns the instant of a local time, in milliseconds since the epoch. Finer digits are cut off.
   *
   * @throws ArithmeticException if the instant is outside the range of a long
   */
  static long millis(LocalDateTime local, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    if (offsets.isEmpty()) {
      // Not ZonedDateTime: it moves the time forward by the length of the gap, and 02:30 then comes
      // after 03:00.
      ZoneOffsetTransition gap = rules.getTransition(local);
      return gap.getInstant().toEpochMilli();
    }
    return local.toInstant(offsets.get(0)).toEpochMilli();
  }
}
