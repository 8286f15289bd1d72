package dev.sessionbeam.bench;

/** The parts of a run among which {@code make bench TABLES=steps} divides its CPU time. */
enum Step {
  START("start: options, graph"),
  SOURCE("read the source"),
  CLOCK("the clock of the source (watermark)"),
  FILTER("filter: parse and check"),
  CLEAN("clean, check the time"),
  ENRICH("enrich"),
  PACK("pack"),
  REJECT_LATE("reject late events"),
  GATHER("gather: group by machine, merge windows"),
  CUT("cut"),
  FORMAT("format"),
  WRITE("write: compress, files, publish"),
  CHECKPOINT("checkpoints"),
  NETWORK("Flink: encode, send, sort"),
  ENGINE("Beam, Flink, and between the steps"),
  COLLECTION("garbage collection"),
  COMPILERS("compilers"),
  OTHER("other threads");

  private final String label;

  Step(String label) {
    this.label = label;
  }

  /** Returns its name in a table. */
  String label() {
    return label;
  }

  /** Whether it turns a record into an event, for whoever asks for it. */
  boolean isPreparation() {
    return this == FILTER || this == CLEAN || this == ENRICH;
  }
}
