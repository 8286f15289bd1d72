package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds the span of an element for {@link SessionWindows}: the times of its events, and which of
 * them open a session.
 */
sealed interface EventSpanFn<T> extends Serializable {
  /**
   * The span of an element's value. The timestamp is the one that the runner has for the element.
   */
  EventSpan of(T value, Instant timestamp);

  /** Values that are spans themselves. */
  record Itself() implements EventSpanFn<EventSpan> {
    @Override
    public EventSpan of(EventSpan value, Instant timestamp) {
      return value;
    }
  }

  /**
   * Values of any type. Each value is one event at its timestamp.
   *
   * @param opens whether a value opens a session; null if no value does
   */
  record Timestamped<T>(@Nullable SerializableFunction<? super T, Boolean> opens)
      implements EventSpanFn<T> {
    boolean isOpening(T value) {
      return opens != null && opens.apply(value);
    }

    @Override
    public EventSpan of(T value, Instant timestamp) {
      return new Moment(timestamp.getMillis(), isOpening(value));
    }
  }

  /** The span of one event. */
  record Moment(long millis, boolean opens) implements EventSpan {
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
      return opens ? millis : NO_OPENING;
    }
  }
}
