package dev.sessionbeam.deliver;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterJson;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.output.Lines;
import dev.sessionbeam.output.WriteResults;
import dev.sessionbeam.packing.RecordBatch;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.session.CutSessions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Delivers the events and sessions of a stream to the destinations that the routes choose, and
 * emits a line for {@code undelivered/} for each delivery that neither a destination nor a queue of
 * dead letters took.
 *
 * <p>The input has the events under the tag {@link #EVENTS} and the sessions under the tag {@link
 * CutSessions#SESSIONS}.
 */
public final class DeliverResults extends PTransform<PCollectionTuple, PCollection<Lines>> {
  /** The tag of the enriched events. */
  public static final TupleTag<RecordBatch<SourcedEvent>> EVENTS = new TupleTag<>("events");

  private final RouteEvents events;
  private final RouteSessions sessions;
  private final PTransform<PCollection<KV<String, Delivery>>, PCollection<DeadLetter>> deliver;

  private DeliverResults(
      RouteEvents events,
      RouteSessions sessions,
      PTransform<PCollection<KV<String, Delivery>>, PCollection<DeadLetter>> deliver) {
    this.events = events;
    this.sessions = sessions;
    this.deliver = deliver;
  }

  /**
   * Delivers the results of a definition.
   *
   * @param deliver sends the deliveries, and emits the dead letters that no queue holds
   */
  public static DeliverResults of(
      Definition definition,
      CurrentRoutes routes,
      PTransform<PCollection<KV<String, Delivery>>, PCollection<DeadLetter>> deliver) {
    return new DeliverResults(
        RouteEvents.of(definition, routes), RouteSessions.of(definition, routes), deliver);
  }

  @Override
  public PCollection<Lines> expand(PCollectionTuple results) {
    PCollection<KV<String, Delivery>> ofEvents = results.get(EVENTS).apply("RouteEvents", events);
    PCollection<KV<String, Delivery>> ofSessions =
        results
            .get(CutSessions.SESSIONS)
            .apply("RouteSessions", sessions)
            .apply("SessionsInGlobalWindow", inGlobalWindow());
    return PCollectionList.of(ofEvents)
        .and(ofSessions)
        .apply("AllDeliveries", Flatten.pCollections())
        .apply("Deliver", deliver)
        .apply("FormatUndelivered", WriteResults.linesOf(DeliverResults::line));
  }

  /** Returns the line of a dead letter in {@code undelivered/}. */
  static Lines line(DeadLetter letter) {
    return Lines.of(
        Dataset.UNDELIVERED, "date=" + LocalDate.now(ZoneOffset.UTC), DeadLetterJson.write(letter));
  }

  /** The sessions may still be in windows of their own. */
  private static Window<KV<String, Delivery>> inGlobalWindow() {
    return Window.<KV<String, Delivery>>into(new GlobalWindows())
        .triggering(DefaultTrigger.of())
        .discardingFiredPanes();
  }
}
