package dev.sessionbeam.session;

import java.util.Locale;

/**
 * Why an event starts a session. If several reasons hold, the first one in this list counts, as in
 * the view {@code session_starts}. See docs/semantics.md, section 3.
 */
public enum StartReason {
  /** It is the machine's first event. */
  FIRST_EVENT,
  /** The pause before it is the gap or longer. */
  PAUSE,
  /** It is an opening event. */
  OPENING_EVENT,
  /** The session before it has reached the max duration. */
  CAP;

  /** Returns the name of the reason, as written in JSON. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
