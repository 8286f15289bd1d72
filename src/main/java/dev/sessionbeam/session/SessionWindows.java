package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
 * Assigns the elements of a key to windows of whole sessions, split at pauses and, as far as the
 * order of arrival allows, at opening events. Beam merges windows while elements arrive and never
 * splits them again, so a window may hold several sessions; after the grouping, {@link #cut} finds
 * the exact sessions.
 *
 * <p>Values can have any type. Each value is one event at its element's timestamp:
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
 * <p>This project's own events and packs of events know their times; {@link #of} makes windows for
 * them. If late data must count, use {@link SessionizeEvents}: after a late event, Beam emits a
 * window again, and something must find out what has changed.
 *
 * @param <T> the type of the values
 */
public final class SessionWindows<T> extends WindowFn<KV<?, ? extends T>, SessionWindow> {
  private final SessionRules rules;
  private final EventSpanFn<T> span;
  private final boolean rejectsOtherGaps;

  private SessionWindows(SessionRules rules, EventSpanFn<T> span, boolean rejectsOtherGaps) {
    this.rules = rules;
    this.span = span;
    this.rejectsOtherGaps = rejectsOtherGaps;
  }

  /**
   * Windows of events and of packs of events, by their own times and not by their elements'
   * timestamps.
   */
  public static SessionWindows<EventSpan> of(SessionRules rules) {
    return new SessionWindows<>(rules, new EventSpanFn.Itself(), false);
  }

  /**
   * Windows of values by their elements' timestamps, without opening events and without a max
   * duration.
   *
   * <p>A job cannot resume from a checkpoint of a job with another gap: it fails with a message.
   * Otherwise, windows of the checkpoint could merge when any element comes. Beam drops their
   * timers then, because it expects the element to be in the merged window and to set new timers.
   * So the merged window would never be emitted, and its hold would stop the watermark for good.
   * The same is true for another max duration, but this is not detected.
   *
   * @param gap a pause of the gap or longer starts a new session; above zero
   */
  public static <T> SessionWindows<T> withGap(Duration gap) {
    return new SessionWindows<>(
        SessionRules.ofMillis(gap.getMillis(), 0), new EventSpanFn.Timestamped<>(null), true);
  }

  /**
   * The same windows, in which these values open a session.
   *
   * @throws UnsupportedOperationException for windows made by {@link #of}, because events know
   *     whether they open a session
   */
  public SessionWindows<T> openingWhen(SerializableFunction<? super T, Boolean> opens) {
    requireTimestamped();
    return new SessionWindows<>(rules, new EventSpanFn.Timestamped<>(opens), rejectsOtherGaps);
  }

  /**
   * The same windows, with a max duration: a session that never pauses is cut at each multiple of
   * the duration since the epoch that is at least half of the duration after the session's start.
   *
   * @param duration at least twice the gap, or zero for no max duration
   */
  public SessionWindows<T> withMaxDuration(Duration duration) {
    return new SessionWindows<>(
        SessionRules.ofMillis(rules.gapMillis(), duration.getMillis()), span, rejectsOtherGaps);
  }

  /**
   * The same windows, for Beam's own {@code GroupByKey}: a window with another gap is an error. See
   * {@link #withGap}.
   */
  SessionWindows<T> rejectingOtherGaps() {
    return new SessionWindows<>(rules, span, true);
  }

  @Override
  public Collection<SessionWindow> assignWindows(AssignContext c) {
    T value = Objects.requireNonNull(c.element().getValue(), "a session cannot have a null value");
    return List.of(SessionWindow.of(span.of(value, c.timestamp()), rules.gapMillis()));
  }

  /**
   * Cuts the values of one key into the exact sessions. The result depends on the values and their
   * timestamps, and not on their order. All values of one timestamp are in one session: the opening
   * ones first, otherwise in the given order.
   *
   * @param values all values of one window, with the timestamps by which the window was assigned
   * @throws UnsupportedOperationException for windows made by {@link #of}: {@link SessionCutter}
   *     cuts events, and leaves out duplicates
   */
  public List<List<TimestampedValue<T>>> cut(Iterable<TimestampedValue<T>> values) {
    EventSpanFn.Timestamped<T> timestamped = requireTimestamped();
    List<TimestampedValue<T>> sorted = new ArrayList<>();
    values.forEach(sorted::add);
    sorted.sort(
        Comparator.<TimestampedValue<T>, Long>comparing(value -> value.getTimestamp().getMillis())
            .thenComparing(value -> !timestamped.isOpening(value.getValue())));
    List<List<TimestampedValue<T>>> sessions = new ArrayList<>();
    SessionStartRule starts = new SessionStartRule(rules);
    for (TimestampedValue<T> value : sorted) {
      if (starts.next(value.getTimestamp().getMillis(), timestamped.isOpening(value.getValue()))) {
        sessions.add(new ArrayList<>());
      }
      sessions.get(sessions.size() - 1).add(value);
    }
    return sessions;
  }

  private EventSpanFn.Timestamped<T> requireTimestamped() {
    if (span instanceof EventSpanFn.Timestamped<T> timestamped) {
      return timestamped;
    }
    throw new UnsupportedOperationException(
        "these windows are for events that know their times: use SessionWindows.withGap");
  }

  @Override
  public boolean assignsToOneWindow() {
    return true;
  }

  @Override
  public void mergeWindows(MergeContext c) throws Exception {
    if (rejectsOtherGaps) {
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
          String.format(
              Locale.ROOT,
              "the checkpoint has windows with a gap of %d ms, but this job has a gap of %d ms: Beam's"
                  + " own grouping cannot resume with another gap. Resume with the former gap, or"
                  + " start without the checkpoint",
              window.gap(),
              rules.gapMillis()));
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
      throw new IncompatibleWindowException(
          other, "the windows have other session rules than " + rules);
    }
  }

  @Override
  public Coder<SessionWindow> windowCoder() {
    return SessionWindow.WindowCoder.of();
  }

  @Override
  public WindowMappingFn<SessionWindow> getDefaultWindowMappingFn() {
    throw new UnsupportedOperationException(
        "session windows cannot be the windows of a side input");
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("gapMillis", rules.gapMillis()).withLabel("Gap"))
        .add(
            DisplayData.item("maxDurationMillis", rules.maxDurationMillis())
                .withLabel("Max duration"));
  }

  /** Equal rules, and the same function that decides which values open a session. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionWindows<?> that
        && rules.equals(that.rules)
        && span.equals(that.span)
        && rejectsOtherGaps == that.rejectsOtherGaps;
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }
}
