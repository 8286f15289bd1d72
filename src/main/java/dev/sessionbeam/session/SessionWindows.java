package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Windows of whole sessions of a machine, split at pauses and, as far as the order of arrival
 * allows, at opening events. Takes events and packs of events alike, by machine. Beam merges
 * windows while elements arrive and never splits them again, so the exact borders are found after
 * the grouping, by {@link SessionCutter}.
 */
public final class SessionWindows extends WindowFn<KV<String, ? extends EventSpan>, SessionWindow> {
  private final SessionRules rules;

  private SessionWindows(SessionRules rules) {
    this.rules = rules;
  }

  public static SessionWindows of(SessionRules rules) {
    return new SessionWindows(rules);
  }

  @Override
  public Collection<SessionWindow> assignWindows(AssignContext c) {
    EventSpan events = Objects.requireNonNull(c.element().getValue());
    return List.of(SessionWindow.of(events, rules.gapMillis()));
  }

  @Override
  public boolean assignsToOneWindow() {
    return true;
  }

  @Override
  public void mergeWindows(MergeContext c) throws Exception {
    for (WindowMerge.Group group : new WindowMerge(rules).groups(c.windows())) {
      c.merge(group.members(), group.merged());
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionWindows that && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }
}
