"""What all makers of tables share: pools of words, and the files of a table."""

import argparse
import csv
import os
import random
import re


def pool_of(text):
    """A pool of words, divided by blanks."""
    return text.split()


def forms_of(text, divider=":"):
    """A pool of words that have several forms each."""
    return [tuple(word.split(divider)) for word in text.split()]


def skewed(r, pool, power=2.0):
    """One of a pool, the first ones more often."""
    return pool[int(len(pool) * r.random() ** power)]


def digits(r, n):
    """So many digits."""
    return "".join(r.choice("0123456789") for _ in range(n))


def whole_number(r, n, first="123456789"):
    """A number of so many digits, which begins with one of `first`."""
    return r.choice(first) + digits(r, n - 1)


def uuid(r):
    """A random UUID."""
    return "%08x-%04x-4%03x-a%03x-%012x" % tuple(r.getrandbits(bits) for bits in (32, 16, 12, 12, 48))


def without_umlauts(text):
    """German letters as an old system writes them."""
    for letter, plain in zip("äöüÄÖÜß", "ae oe ue Ae Oe Ue ss".split()):
        text = text.replace(letter, plain)
    return text


def write_tables(kinds, seeded="%s-%d"):
    """Writes the tables that the command line asks for.

    A kind is a function of a random source. It returns columns, rows and the thing of each row. `seeded` makes the seed of the
    source from kind and number.
    """
    parser = argparse.ArgumentParser(description="Makes tables for record matching, with their truth.")
    parser.add_argument("out", help="folder; each table gets a folder in it")
    parser.add_argument("first", type=int, help="number of the first table of each kind")
    parser.add_argument("last", type=int, help="the number after that of the last one")
    args = parser.parse_args()
    for name, kind in kinds.items():
        for number in range(args.first, args.last):
            columns, rows, things = kind(random.Random(seeded % (name, number)))[:3]
            folder = os.path.join(args.out, "%s-%d" % (name, number))
            os.makedirs(folder, exist_ok=True)
            write(folder, "records.csv", columns, rows)
            numbers = {thing: number for number, thing in enumerate(sorted(set(things), key=as_made))}
            write(folder, "truth.csv", ["entity"], (["e%d" % numbers[thing]] for thing in things))


def as_made(thing):
    """What orders things so that those which were made one after the other, and so are related, are neighbors."""
    return re.sub("[0-9]+", lambda number: number[0].zfill(9), repr(thing))


def write(folder, name, columns, rows):
    """Writes rows under IDs that count them."""
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id"] + columns)
        writer.writerows(["r%d" % number] + row for number, row in enumerate(rows, 1))
