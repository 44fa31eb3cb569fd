@NullMarked
package io.leadgate.persistence;

import org.jspecify.annotations.NullMarked;
