package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Windows of whole sessions of a key, split at pauses and, as far as the order of arrival allows,
 * at opening events. Beam merges windows while elements arrive and never splits them again, so a
 * window may hold several sessions; the exact borders are found after the grouping, by {@link
 * #cut}.
 *
 * <p>For values of any type, each of which is one event at its element's timestamp:
 *
 * <pre>{@code
 * SessionWindows<Click> sessions =
 *     SessionWindows.<Click>withGap(Duration.standardMinutes(30)).openingWhen(Click::isLogin);
 * clicks // PCollection<KV<String, Click>>
 *     .apply(Window.into(sessions))
 *     .apply(Reify.timestampsInValue())
 *     .apply(GroupByKey.create())
 *     .apply(FlatMapElements.into(...).via(user -> sessions.cut(user.getValue())))
 * }</pre>
 *
 * <p>This project's own events and packs of events know their times, and their windows are {@link
 * #of}. Where late data counts, use {@link SessionizeEvents}: after a late event a window comes out
 * again, and somebody has to say what has changed.
 *
 * @param <T> the type of the values
 */
public final class SessionWindows<T> extends WindowFn<KV<?, ? extends T>, SessionWindow> {
  private final SessionRules rules;
  private final SpanOf<T> span;
  private final boolean refusesOtherGaps;

  private SessionWindows(SessionRules rules, SpanOf<T> span, boolean refusesOtherGaps) {
    this.rules = rules;
    this.span = span;
    this.refusesOtherGaps = refusesOtherGaps;
  }

  /** Windows of events and of packs of events, by their own times and not their elements'. */
  public static SessionWindows<EventSpan> of(SessionRules rules) {
    return new SessionWindows<>(rules, new SpanOf.Itself(), false);
  }

  /**
   * Windows of values by their elements' timestamps, with no opening events and no longest
   * duration.
   *
   * <p>A job cannot go on from a checkpoint of a job with another gap: it fails with a message.
   * Windows of the checkpoint could merge when any element comes. Beam drops their timers then,
   * since it expects the element to be in the merged window and to set new ones. So the merged
   * window is never emitted, and its hold stops the watermark for good. The same is true for
   * another longest duration, which is not noticed.
   *
   * @param gap two events this far apart, or further, are of two sessions; above zero
   */
  public static <T> SessionWindows<T> withGap(Duration gap) {
    return new SessionWindows<>(
        new SessionRules(gap.getMillis(), 0), new SpanOf.Timestamped<>(null), true);
  }

  /**
   * The same, where these values open a session.
   *
   * @throws UnsupportedOperationException for windows made by {@link #of}: events know it
   */
  public SessionWindows<T> openingWhen(SerializableFunction<? super T, Boolean> opens) {
    requireTimestamped();
    return new SessionWindows<>(rules, new SpanOf.Timestamped<>(opens), refusesOtherGaps);
  }

  /**
   * The same, where a session that never pauses is cut at each multiple of a duration since the
   * epoch that is at least half of it after the session's start.
   *
   * @param duration at least twice the gap, or zero for no such cut
   */
  public SessionWindows<T> withMaxDuration(Duration duration) {
    return new SessionWindows<>(
        new SessionRules(rules.gapMillis(), duration.getMillis()), span, refusesOtherGaps);
  }

  /** The same for Beam's own {@code GroupByKey}: see {@link #withGap}. */
  SessionWindows<T> refusingOtherGaps() {
    return new SessionWindows<>(rules, span, true);
  }

  @Override
  public Collection<SessionWindow> assignWindows(AssignContext c) {
    T value = Objects.requireNonNull(c.element().getValue(), "a value of a session is null");
    return List.of(SessionWindow.of(span.of(value, c.timestamp()), rules.gapMillis()));
  }

  /**
   * The sessions of one key, exactly: a function of which values there are and of their timestamps,
   * not of their order. Values of one timestamp are all in one session, opening ones first, else as
   * they came.
   *
   * @param values all of one window, with the timestamps by which the window was assigned
   * @throws UnsupportedOperationException for windows made by {@link #of}: {@link SessionCutter}
   *     cuts events, and leaves out copies of them
   */
  public List<List<TimestampedValue<T>>> cut(Iterable<TimestampedValue<T>> values) {
    SpanOf.Timestamped<T> timestamped = requireTimestamped();
    List<TimestampedValue<T>> sorted = new ArrayList<>();
    values.forEach(sorted::add);
    sorted.sort(
        Comparator.<TimestampedValue<T>, Long>comparing(value -> value.getTimestamp().getMillis())
            .thenComparing(value -> !timestamped.isOpening(value.getValue())));
    List<List<TimestampedValue<T>>> sessions = new ArrayList<>();
    SessionStarts starts = new SessionStarts(rules);
    for (TimestampedValue<T> value : sorted) {
      if (starts.next(value.getTimestamp().getMillis(), timestamped.isOpening(value.getValue()))) {
        sessions.add(new ArrayList<>());
      }
      sessions.get(sessions.size() - 1).add(value);
    }
    return sessions;
  }

  private SpanOf.Timestamped<T> requireTimestamped() {
    if (span instanceof SpanOf.Timestamped<T> timestamped) {
      return timestamped;
    }
    throw new UnsupportedOperationException(
        "these are windows of events that know their times: use SessionWindows.withGap");
  }

  @Override
  public boolean assignsToOneWindow() {
    return true;
  }

  @Override
  public void mergeWindows(MergeContext c) throws Exception {
    if (refusesOtherGaps) {
      for (SessionWindow window : c.windows()) {
        requireSameGap(window);
      }
    }
    for (WindowMerge.Group group : new WindowMerge(rules).groups(c.windows())) {
      c.merge(group.members(), group.merged());
    }
  }

  private void requireSameGap(SessionWindow window) throws IOException {
    if (window.gap() != rules.gapMillis()) {
      throw new IOException(
          "a checkpoint has windows with a gap of %d ms, and this job one of %d ms: Beam's own grouping cannot go on by another one. Go on with the former gap, or start again without the checkpoint"
              .formatted(window.gap(), rules.gapMillis()));
    }
  }

  @Override
  public boolean isNonMerging() {
    return false;
  }

  @Override
  @Deprecated
  public boolean isCompatible(WindowFn<?, ?> other) {
    return equals(other);
  }

  @Override
  public void verifyCompatibility(WindowFn<?, ?> other) throws IncompatibleWindowException {
    if (!equals(other)) {
      throw new IncompatibleWindowException(other, "sessions of other rules: " + rules);
    }
  }

  @Override
  public Coder<SessionWindow> windowCoder() {
    return SessionWindow.WindowCoder.of();
  }

  @Override
  public WindowMappingFn<SessionWindow> getDefaultWindowMappingFn() {
    throw new UnsupportedOperationException("sessions are no windows for side inputs");
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("gapMillis", rules.gapMillis()).withLabel("Gap"))
        .add(DisplayData.item("maxDurationMillis", rules.maxDurationMillis()).withLabel("Cap"));
  }

  /** Equal rules, and the same function that says what opens. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionWindows<?> that
        && rules.equals(that.rules)
        && span.equals(that.span)
        && refusesOtherGaps == that.refusesOtherGaps;
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }
}
