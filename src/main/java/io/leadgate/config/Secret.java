package io.leadgate.config;

/** A setting that must never be printed: only {@link #value()} shows it. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "***";
  }
}
