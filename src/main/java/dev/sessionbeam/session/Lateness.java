package dev.sessionbeam.session;

import java.io.Serializable;

/**
 * Decides which events are late, and when a result is final. Every grouping uses this one rule. See
 * docs/semantics.md, section 5.
 *
 * @param allowedMillis the allowed lateness: how far the watermark may have passed the time of an
 *     event, in milliseconds
 */
record Lateness(long allowedMillis) implements Serializable {
  /**
   * State that is no longer needed is removed in sweeps: this many of them in the allowed lateness.
   */
  private static final int SWEEPS = 8;

  /** Whether an event at this instant is late at a watermark, whichever session it belongs to. */
  boolean isLate(long instant, long watermark) {
    return instant + allowedMillis < watermark;
  }

  /**
   * The watermark from which everything that ends at an instant, the gap included, is final: an
   * event that could change it would be late.
   */
  long finalAt(long end) {
    return end + allowedMillis;
  }

  /**
   * The watermark at which to remove state that is not needed after a given watermark: a little
   * later, so that one sweep removes more.
   */
  long sweepAt(long watermark) {
    long grain = Math.max(1, allowedMillis / SWEEPS);
    return -Math.floorDiv(-watermark, grain) * grain;
  }
}
