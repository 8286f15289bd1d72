package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.Answer;
import dev.sessionbeam.json.JsonValue;
import java.util.List;

/** The answers to requests that send events. */
final class EventsAnswer {
  private EventsAnswer() {}

  /** Returns how many events were accepted, and why others were not. */
  static Answer of(int status, int accepted, List<Rejection> rejected) {
    StringBuilder json = new StringBuilder("{\"accepted\":").append(accepted);
    json.append(",\"rejected\":[");
    String separator = "";
    for (Rejection one : rejected) {
      json.append(separator).append("{\"index\":").append(one.index()).append(",\"reason\":");
      json.append(JsonValue.of(one.reason()).text()).append('}');
      separator = ",";
    }
    return Answer.json(status, json.append("]}\n").toString());
  }

  /** Returns why nothing was accepted. */
  static Answer error(int status, String error) {
    return Answer.json(
        status, "{\"accepted\":0,\"rejected\":[],\"error\":" + JsonValue.of(error).text() + "}\n");
  }

  /** Returns why nothing was accepted, and when to try again. */
  static Answer later(int status, String error, long seconds) {
    return error(status, error).with("Retry-After", Long.toString(seconds));
  }
}
