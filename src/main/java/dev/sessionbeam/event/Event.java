package dev.sessionbeam.event;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A valid event, cleaned and enriched. Sessions consist of events.
 *
 * @param machine the machine that it comes from; a session has events of one machine only
 * @param id the UTF-8 bytes of the id, or the record's own bytes if the definition names no id
 * @param millis its instant, in milliseconds since the epoch
 * @param opening whether it is an opening event
 * @param action its action, as cleaned
 * @param json all its fields and the enriched ones, as one line of JSON that ends with its closing
 *     brace
 */
public record Event(
    String machine, byte[] id, long millis, boolean opening, String action, byte[] json)
    implements EventSpan {
  /**
   * The order of a machine's events: by instant, opening events first, then by id in the order of
   * code points, which is that of UTF-8 bytes. Duplicates are ordered by their bytes. See
   * docs/semantics.md, section 3.
   */
  public static final Comparator<Event> ORDER =
      Comparator.comparingLong(Event::millis)
          .thenComparing(Event::opening, Comparator.reverseOrder())
          .thenComparing(Event::id, Arrays::compareUnsigned)
          .thenComparing(Event::json, Arrays::compareUnsigned);

  @Override
  public long start() {
    return millis;
  }

  @Override
  public long last() {
    return millis;
  }

  @Override
  public long lastOpening() {
    return opening ? millis : NO_OPENING;
  }

  @Override
  public boolean opens() {
    return opening;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Event that
        && millis == that.millis
        && opening == that.opening
        && machine.equals(that.machine)
        && action.equals(that.action)
        && Arrays.equals(id, that.id)
        && Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(millis) + Arrays.hashCode(id);
  }
}
