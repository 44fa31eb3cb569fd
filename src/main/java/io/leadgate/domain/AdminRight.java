package io.leadgate.domain;

/** A right that a call of the management listener needs. */
public enum AdminRight implements Coded {
  /** To read lists, without what people and requests say. */
  READ,
  /** To read the values of leads and the bodies of quarantined requests. */
  READ_VALUES,
  /** To change lead sources and campaigns, and what happens to quarantined requests. */
  OPERATE,
  /** To manage credentials, admins and lead types, and to read the audit log. */
  ADMINISTER;
}
