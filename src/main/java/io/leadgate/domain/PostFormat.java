package io.leadgate.domain;

/**
 * The format of a post, which tells how the leads of a quarantined body are to be read: the closed
 * set of SQL.
 */
public enum PostFormat implements Coded {
  /** Of a receiver that has the campaign in its path. */
  CAMPAIGN,
  /** LeadExec's V1: the query and the form of a lead, together as a form. */
  V1,
  /** LeadExec's V2. */
  V2
}
