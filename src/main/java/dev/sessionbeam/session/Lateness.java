package dev.sessionbeam.session;

import java.io.Serializable;

/**
 * Which events are too late, and when nothing can change any more: the one rule for every grouping.
 * SEMANTICS, section 5.
 *
 * @param allowedMillis how far behind the watermark an event may be, in milliseconds
 */
record Lateness(long allowedMillis) implements Serializable {
  /** What may be forgotten is forgotten by and by: so many times in the time it is kept. */
  private static final int SWEEPS = 8;

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

  /** When to forget what may be forgotten from a watermark on: a little later, with others. */
  long sweepAt(long watermark) {
    long grain = Math.max(1, allowedMillis / SWEEPS);
    return -Math.floorDiv(-watermark, grain) * grain;
  }
}
