package dev.sessionbeam.admit;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.RefusedCoder;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.failure.TryMap;
import dev.sessionbeam.session.MachineWindows;
import java.util.Objects;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;

/**
 * Events of a stream to those that still reach their session, and refusals of the others, with
 * their records. Without this step Beam drops what is too late, with no more than a counter.
 *
 * <p>The watermark here is never behind that of the grouping further down. So what passes here is
 * not too late there.
 */
public final class AdmitEvents extends PTransform<PCollection<SourcedEvent>, PCollectionTuple> {
  private final AdmissionRules rules;
  private final TupleTag<Event> admitted;

  private AdmitEvents(AdmissionRules rules, TupleTag<Event> admitted) {
    this.rules = rules;
    this.admitted = admitted;
  }

  /**
   * Admits events by these rules.
   *
   * @param admitted the tag of what is admitted; the rest comes out under {@link TryMap#REFUSED}
   */
  public static AdmitEvents of(AdmissionRules rules, TupleTag<Event> admitted) {
    return new AdmitEvents(rules, admitted);
  }

  @Override
  public PCollectionTuple expand(PCollection<SourcedEvent> events) {
    PCollectionTuple outputs =
        events
            .apply(
                "KeyByMachine",
                WithKeys.<String, SourcedEvent>of(sourced -> sourced.event().machine())
                    .withKeyType(TypeDescriptors.strings()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), SourcedEventCoder.of()))
            .apply(
                "Admit",
                ParDo.of(new AdmitFn(rules))
                    .withOutputTags(admitted, TupleTagList.of(TryMap.REFUSED)));
    outputs.get(admitted).setCoder(EventCoder.of());
    outputs.get(TryMap.REFUSED).setCoder(RefusedCoder.of());
    return outputs;
  }

  static final class AdmitFn extends DoFn<KV<String, SourcedEvent>, Event> {
    @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
    @StateId("admitted")
    private final StateSpec<ValueState<Admissions>> stateSpec =
        StateSpecs.value(new Admissions.AdmissionsCoder());

    @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
    @TimerId("forget")
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final AdmissionRules rules;

    AdmitFn(AdmissionRules rules) {
      this.rules = rules;
    }

    @ProcessElement
    public void process(
        @Element KV<String, SourcedEvent> machine,
        @StateId("admitted") ValueState<Admissions> state,
        @TimerId("forget") Timer forget,
        MultiOutputReceiver out,
        OutputReceiver<Event> admitted) {
      SourcedEvent sourced = Objects.requireNonNull(machine.getValue());
      Event event = sourced.event();
      Admissions before = read(state);
      // The one way in which a DoFn can ask for its watermark.
      long watermark = forget.getCurrentRelativeTime().getMillis();
      MachineWindows windows =
          before
              .windows()
              .with(
                  event.millis(),
                  event.opening(),
                  rules.session(),
                  watermark,
                  rules.latenessMillis());
      if (windows == null) {
        refuse(sourced, Reason.LATE, "came when its session could no longer be changed", out);
        return;
      }
      long span = rules.span(event.millis());
      long bytes = before.bytesWith(span, event.json().length);
      if (bytes > rules.bytesPerSpan()) {
        refuse(
            sourced,
            Reason.TOO_MANY_EVENTS,
            "its machine has sent more than " + rules.bytesPerSpan() + " bytes in one span",
            out);
        return;
      }
      Admissions after = before.with(windows, span, bytes);
      state.write(after);
      if (before.isEmpty()) {
        // What comes later is looked at when this is over.
        forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(after.nextOver(rules)));
      }
      admitted.output(event);
    }

    @OnTimer("forget")
    public void forget(
        OnTimerContext timer,
        @StateId("admitted") ValueState<Admissions> state,
        @TimerId("forget") Timer forget) {
      Admissions left = read(state).at(timer.fireTimestamp().getMillis(), rules);
      if (left.isEmpty()) {
        state.clear();
        return;
      }
      state.write(left);
      forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(left.nextOver(rules)));
    }

    private static Admissions read(ValueState<Admissions> state) {
      Admissions admissions = state.read();
      return admissions == null ? Admissions.NONE : admissions;
    }

    private static void refuse(
        SourcedEvent sourced, Reason reason, String message, MultiOutputReceiver out) {
      Metrics.counter(TryMap.class, reason.code()).inc();
      out.get(TryMap.REFUSED)
          .output(new Refused(sourced.record(), reason, Stage.ADMIT, message, null));
    }
  }
}
