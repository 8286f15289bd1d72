package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.ByteBudget;
import dev.sessionbeam.collect.http.Request;
import dev.sessionbeam.collect.stream.StreamEvent;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.kinesis.PutRecords;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.io.BodySplitter;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the events in the body of a request. */
final class EventReader {
  /** About what an event takes in memory beside its bytes, or what a rejection takes. */
  private static final long OVERHEAD = 512;

  private final EventKey key;
  private final Stamper stamper;
  private final CollectLimits limits;
  private final InstantSource clock;

  /**
   * What is in a body.
   *
   * @param events the valid ones, in order
   * @param rejected the other parts, in order
   */
  record Events(List<StreamEvent> events, List<Rejection> rejected) {}

  EventReader(
      Definition definition, StampSettings stamps, CollectLimits limits, InstantSource clock) {
    this.key = new EventKey(definition);
    this.stamper = new Stamper(stamps);
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Reads events.
   *
   * @throws RefusedException if the request as a whole is refused
   */
  Events read(Request request) throws RefusedException {
    Gunzip.Body body = body(request);
    List<BodySplitter.Part> parts =
        BodySplitter.of(body.bytes(), body.length(), limits.eventsPerRequest());
    if (parts == null) {
      throw new RefusedException(
          413, "there are more than " + limits.eventsPerRequest() + " events: send fewer at once");
    }
    long received = clock.millis();
    byte[] stamp = stamper.fields(request.head(), received);
    List<StreamEvent> events = new ArrayList<>(parts.size());
    List<Rejection> rejected = new ArrayList<>(0);
    for (int i = 0; i < parts.size(); i++) {
      BodySplitter.Part part = parts.get(i);
      int size = part.fault() == null ? part.end() - part.start() : 0;
      if (!request.share().take(size + OVERHEAD)) {
        throw new RefusedException(503, Texts.BUSY);
      }
      if (part.fault() != null) {
        rejected.add(new Rejection(i, Reason.NOT_JSON.code(), part.fault()));
        continue;
      }
      byte[] bytes = Arrays.copyOfRange(body.bytes(), part.start(), part.end());
      read(i, bytes, stamp, received, events, rejected);
    }
    return new Events(events, rejected);
  }

  private Gunzip.Body body(Request request) throws RefusedException {
    String encoding = request.head().header("Content-Encoding");
    boolean isPlain = encoding == null || encoding.toLowerCase(Locale.ROOT).equals("identity");
    ByteBudget.Share share = request.share();
    return isPlain
        ? new Gunzip.Body(request.body(), request.length())
        : Gunzip.of(request.body(), request.length(), limits.bodyBytes(), share);
  }

  private void read(
      int index,
      byte[] bytes,
      byte[] stamp,
      long received,
      List<StreamEvent> events,
      List<Rejection> rejected) {
    try {
      JsonObject object = JsonObject.parse(bytes);
      String forbidden = stamper.forbidden(object);
      if (forbidden != null) {
        rejected.add(
            new Rejection(
                index,
                "reserved_field",
                "has a field '" + forbidden + "', which only the collector sets"));
        return;
      }
      StreamEvent event =
          new StreamEvent(
              key.of(object, bytes), Stamper.stamp(bytes, object.size() == 0, stamp), received);
      if (event.size() > PutRecords.MOST_BYTES) {
        rejected.add(
            new Rejection(
                index,
                Reason.TOO_LARGE.code(),
                "has "
                    + event.size()
                    + " bytes with its partition key, but may have at most "
                    + PutRecords.MOST_BYTES));
        return;
      }
      events.add(event);
    } catch (JsonSyntaxException e) {
      rejected.add(
          new Rejection(index, Reason.of(e.fault()).code(), String.valueOf(e.getMessage())));
    }
  }
}
