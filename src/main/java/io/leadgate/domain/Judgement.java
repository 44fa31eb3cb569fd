package io.leadgate.domain;

/**
 * The judgement by which a lead is to be stored: that its campaign takes it as it is, and that its
 * token is good. A lead may wait for a while, and the state may change meanwhile.
 */
public interface Judgement {

  /** Whether the judgement holds by what is known now. Thread-safe. */
  boolean stands();
}
