package dev.sessionbeam.warehouse;

final class AthenaScript {
  private AthenaScript() {}

  static String of(Warehouse w) {
    return "";
  }
}
