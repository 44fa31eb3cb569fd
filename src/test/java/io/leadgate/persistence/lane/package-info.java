@NullMarked
package io.leadgate.persistence.lane;

import org.jspecify.annotations.NullMarked;
