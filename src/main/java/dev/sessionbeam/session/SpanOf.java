package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@link SessionWindows} looks at of an element: when its events were, and which open. */
sealed interface SpanOf<T> extends Serializable {
  /** The span of an element's value; its timestamp is the runner's. */
  EventSpan of(T value, Instant timestamp);

  /** Values that are spans themselves. */
  record Itself() implements SpanOf<EventSpan> {
    @Override
    public EventSpan of(EventSpan value, Instant timestamp) {
      return value;
    }
  }

  /**
   * Values of whatever type, each one event at its timestamp.
   *
   * @param opens whether a value opens a session; null where none does
   */
  record Timestamped<T>(@Nullable SerializableFunction<? super T, Boolean> opens)
      implements SpanOf<T> {
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
