package dev.sessionbeam.session;

import java.io.Serializable;

/**
 * Which events are too late, and when nothing can change any more: the one rule for every grouping.
 * SEMANTICS, section 5.
 *
 * @param allowedMillis how far behind the watermark an event may be, in milliseconds
 */
record Lateness(long allowedMillis) implements Serializable {
  /** Whether an event of this instant is too late at a watermark, whatever session it is of. */
  boolean isLate(long instant, long watermark) {
    return instant + allowedMillis < watermark;
  }

  /**
   * The watermark from which on whatever ends at an instant, the gap included, is final: an event
   * that could touch it would be late.
   */
  long finalAt(long end) {
    return end + allowedMillis;
  }
}
