#!/usr/bin/env python3
"""Makes the files of this folder: small tables as people have them, and beside each what must be read.

    pip install pyarrow==26.0.1 xlwt==1.3.0
    python3 testdata/files/make.py

The same bytes every time. A case is NAME.expected.json:

    inputs    files relative to this folder [default: NAME]
    columns   names of the columns
    rows      values; "" is missing
    notes     what is said, one text each, a part of it being enough
    refused   the error instead, a part of it being enough
    options   how it is read: no_header, delimiter, encoding, format, header_line, sheet, table, query, folders
    strict    "refused" if --strict refuses it (the default if something is assumed), else "read"
    same      whether writing the table without new columns gives the bytes of the file
"""

import datetime
import gzip
import io
import json
import pathlib
import shutil
import sqlite3
import tempfile
import zipfile

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import xlwt

HERE = pathlib.Path(__file__).parent
COLUMNS = ["id", "name", "city"]
ROWS = [["1", "Ann", "Bonn"], ["2", "Bob", "Graz"], ["3", "Cy", "Lyon"], ["4", "Dora", "Oslo"]]
made = 0


def case(name, content, columns=COLUMNS, rows=ROWS, **more):
    """Writes a file and what it holds."""
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(data)
    expect(name, columns, rows, **more)


def part(name, content):
    """Writes a file that belongs to a case of several."""
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def expect(name, columns=COLUMNS, rows=ROWS, refused=None, **more):
    global made
    made += 1
    expected = {"refused": refused} if refused else {"columns": columns, "rows": rows}
    expected.update(more)
    # One line for each row.
    members = []
    for member, value in expected.items():
        text = json.dumps(value, ensure_ascii=False)
        if member == "rows":
            text = "[\n  " + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n ]"
        members.append(f" {json.dumps(member)}: {text}")
    text = "{\n" + ",\n".join(members) + "\n}"
    path = HERE / f"{name}.expected.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def csv(columns=COLUMNS, rows=ROWS, delimiter=",", end="\n"):
    return "".join(delimiter.join(row) + end for row in [columns, *rows])


TABLE = csv()


def plain():
    case("plain/comma.csv", TABLE, same=True)
    case("plain/semicolon.csv", csv(delimiter=";"), same=True)
    case("plain/tab.tsv", csv(delimiter="\t"), same=True)
    case("plain/pipe.txt", csv(delimiter="|"), same=True)
    case("plain/hive-default.txt", csv(delimiter="\x01"), same=True)
    case("plain/crlf.csv", csv(end="\r\n"), same=True)
    case("plain/cr.csv", csv(end="\r"), same=True)
    case("plain/no-last-line-end.csv", TABLE[:-1])
    case("plain/blank-lines.csv", TABLE.replace("2,Bob", "\n\n2,Bob"))
    case("plain/one-column.csv", "name\nAnn\nBob\n", ["name"], [["Ann"], ["Bob"]], same=True)
    case("plain/one-row.csv", "id,name\n1,Ann\n", ["id", "name"], [["1", "Ann"]], same=True)
    case("plain/empty-values.csv", "id,name,city\n1,,\n,Bob,\n,,\n", rows=[["1", "", ""], ["", "Bob", ""], ["", "", ""]], same=True)
    case("plain/decimal-commas.csv", "id;price;weight\n1;1,50;2,5\n2;2,00;3,5\n", ["id", "price", "weight"],
         [["1", "1,50", "2,5"], ["2", "2,00", "3,5"]], same=True)
    case("plain/leading-zeros.csv", "id,zip\n1,01234\n2,00099\n", ["id", "zip"], [["1", "01234"], ["2", "00099"]], same=True)
    case("plain/long-numbers.csv", "id,iban\n12345678901234567890,DE89370400440532013000\n2,1e5\n", ["id", "iban"],
         [["12345678901234567890", "DE89370400440532013000"], ["2", "1e5"]], same=True)
    case("plain/blanks-around.csv", "id,name\n1, Ann \n2,\tBob\n", ["id", "name"], [["1", " Ann "], ["2", "\tBob"]], same=True)
    case("plain/blank-after-comma.csv", "id, name\n1, Ann\n2, Bob\n", ["id", " name"], [["1", " Ann"], ["2", " Bob"]], same=True)
    case("plain/wide.csv", ",".join(f"c{n}" for n in range(60)) + "\n" + ",".join(str(n) for n in range(60)) + "\n",
         [f"c{n}" for n in range(60)], [[str(n) for n in range(60)]], same=True)
    case("plain/gzip.csv.gz", gzip.compress(TABLE.encode(), mtime=0))
    case("plain/gzip-by-content.csv", gzip.compress(TABLE.encode(), mtime=0))
    case("plain/no-extension", TABLE, same=True)
    case("plain/header-has-numbers.csv", "id,2023,2024\n1,5,6\n2,7,8\n", ["id", "2023", "2024"], [["1", "5", "6"], ["2", "7", "8"]], same=True)
    case("plain/no-header.csv", "1,Ann\n2,Bob\n", ["column1", "column2"], [["1", "Ann"], ["2", "Bob"]], options={"no_header": True})
    case("plain/text-in-xls.xls", csv(delimiter="\t"))
    case("plain/hash-in-names.csv", "#id,name\n1,Ann\n2,Bob\n", ["#id", "name"], [["1", "Ann"], ["2", "Bob"]], same=True)
    case("plain/hash-in-values.csv", "id,name\n#1,Ann\n#2,Bob\n", ["id", "name"], [["#1", "Ann"], ["#2", "Bob"]], same=True)
    case("plain/total-is-a-name.csv", "name,city\nTotal,Paris\nShell,London\nTotal,Bonn\n", ["name", "city"],
         [["Total", "Paris"], ["Shell", "London"], ["Total", "Bonn"]], same=True)


def quotes():
    case("quotes/doubled.csv", 'id,name\n1,"say ""hi"""\n2,"a, b"\n', ["id", "name"], [["1", 'say "hi"'], ["2", "a, b"]], same=True)
    case("quotes/all.csv", '"id","name"\n"1","Ann"\n"2",""\n', ["id", "name"], [["1", "Ann"], ["2", ""]])
    case("quotes/line-ends.csv", 'id,name\n1,"a\nb"\n2,"c\r\nd"\n', ["id", "name"], [["1", "a\nb"], ["2", "c\r\nd"]], same=True)
    case("quotes/blanks-after.csv", '"id" ,"name"\n"1" ,"Ann"  \n', ["id", "name"], [["1", "Ann"]])
    case("quotes/plain-in-tsv.tsv", 'id\tname\n1\t"big" deal\n2\t5" pipe\n', ["id", "name"], [["1", '"big" deal'], ["2", '5" pipe']], same=True)
    case("quotes/inch-marks.csv", 'id,size\n1,5" pipe\n2,6" pipe\n', ["id", "size"], [["1", '5" pipe'], ["2", '6" pipe']])
    backslash = ["\\\" inside a quoted value is a quote"]
    case("quotes/backslashes.csv", '"id","name"\n"1","say \\"hi\\", you"\n"2","C:\\\\temp"\n', ["id", "name"],
         [["1", 'say "hi", you'], ["2", "C:\\temp"]], notes=backslash)
    case("quotes/backslashes-needed.csv", 'id,name\n1,"say \\"hi\\", you"\n2,C:\\temp\n', ["id", "name"],
         [["1", 'say "hi", you'], ["2", "C:\\temp"]], notes=backslash)
    case("quotes/backslash-before-end.csv", 'id,name\n1,"C:\\"\n2,"D:\\"\n', ["id", "name"], [["1", "C:\\"], ["2", "D:\\"]])
    rows = [[str(n), "x" * 50] for n in range(3000)] + [["3000", 'say "hi"']]
    case("quotes/backslashes-late.csv", csv(["id", "name"], rows[:-1]) + '3000,"say \\"hi\\""\n', ["id", "name"], rows, notes=backslash)
    single = ["values are enclosed in single quotes"]
    case("quotes/single.csv", "'id','name'\n'1','Ann'\n'2','O''Brien, Bob'\n", ["id", "name"], [["1", "Ann"], ["2", "O'Brien, Bob"]], notes=single)
    case("quotes/single-needed.csv", "id,name\n1,'Brien, Ann'\n2,Bob\n3,Cy\n", ["id", "name"],
         [["1", "Brien, Ann"], ["2", "Bob"], ["3", "Cy"]], notes=single)
    case("quotes/apostrophes.csv", "id,city\n1,'s-Hertogenbosch\n2,L'Aquila\n3,'t Harde\n", ["id", "city"],
         [["1", "'s-Hertogenbosch"], ["2", "L'Aquila"], ["3", "'t Harde"]], same=True)
    blanks = ["ignored blanks before opening quotes"]
    case("quotes/blanks-before.csv", '"id", "name", "city"\n"1", "Ann, B", "Bonn"\n"2", "Bob", "Graz"\n', rows=[["1", "Ann, B", "Bonn"], ["2", "Bob", "Graz"]], notes=blanks)
    case("quotes/blanks-before-some.csv", 'id, "name"\n1, "Ann, B"\n2, "Bob"\n', ["id", "name"], [["1", "Ann, B"], ["2", "Bob"]], notes=blanks)
    case("quotes/never-closed.csv", 'id,name\n1,"Ann\n2,Bob\n', refused="line 2, field 2: the quote that opens here is never closed")
    case("quotes/text-after.csv", 'id,name\n1,"big" deal\n', refused="line 2, field 2: there is text after the closing quote")


def header():
    case("header/unnamed-index.csv", ",id,name\n0,7,Ann\n1,8,Bob\n", ["unnamed_1", "id", "name"], [["0", "7", "Ann"], ["1", "8", "Bob"]],
         notes=['column 1 has no name and is called "unnamed_1"'])
    case("header/unnamed-blank.csv", "id, ,name\n1,x,Ann\n", ["id", "unnamed_2", "name"], [["1", "x", "Ann"]], notes=["column 2 has no name"])
    case("header/unnamed-several.csv", ",name,\n1,Ann,x\n2,Bob,y\n", ["unnamed_1", "name", "unnamed_3"], [["1", "Ann", "x"], ["2", "Bob", "y"]],
         notes=["column 1 has no name", "column 3 has no name"])
    case("header/one-name-less.csv", "name,city\n1,Ann,Bonn\n2,Bob,Graz\n", ["unnamed_1", "name", "city"], [["1", "Ann", "Bonn"], ["2", "Bob", "Graz"]],
         notes=["the rows have one value more than there are column names"])
    case("header/one-name-less.tsv", '"name"\t"city"\n"a"\t"Ann"\t"Bonn"\n"b"\t"Bob"\t"Graz"\n', ["unnamed_1", "name", "city"],
         [["a", "Ann", "Bonn"], ["b", "Bob", "Graz"]], notes=["the rows have one value more"])
    case("header/repeated.csv", "id,name,name,id\n1,Ann,Lee,9\n2,Bob,Ray,8\n", ["id", "name", "name_2", "id_2"], [["1", "Ann", "Lee", "9"], ["2", "Bob", "Ray", "8"]],
         notes=['column 3 is a second "name" and is called "name_2"', 'column 4 is a second "id"'])
    case("header/repeated-taken.csv", "a,a_2,a\n1,2,3\n4,5,6\n", ["a", "a_2", "a_3"], [["1", "2", "3"], ["4", "5", "6"]], notes=['is called "a_3"'])
    case("header/line-given.csv", "x,y,z\nid,name,city\n1,Ann,Bonn\n", rows=[["1", "Ann", "Bonn"]], options={"header_line": 2})
    case("header/unquoted-comma.csv", "id,name\n1,Ann\n2,Smith, Bob\n", refused="line 3: the row has 3 fields, but the header has 2")
    case("header/other-delimiter.csv", "id;name;city\n1,Ann,Bonn\n2,Bob,Graz\n", refused="line 2: the row has 3 fields, but the header has 1")


def trailing():
    rows = ["ignored a delimiter at the end of 4 rows"]
    case("trailing/both.csv", csv([*COLUMNS, ""], [[*row, ""] for row in ROWS]), notes=["left out 1 column without name and values"])
    case("trailing/header-only.csv", csv([*COLUMNS, ""], ROWS), notes=["ignored a delimiter at the end of the column names"])
    case("trailing/rows-only.csv", csv(COLUMNS, [[*row, ""] for row in ROWS]), notes=rows)
    case("trailing/rows-only.tsv", csv(COLUMNS, [[*row, ""] for row in ROWS], "\t"), notes=rows)
    case("trailing/some-rows.csv", TABLE.replace("Bonn", "Bonn,").replace("Lyon", "Lyon,,"), notes=["ignored a delimiter at the end of 2 rows"])
    case("trailing/several.csv", csv([*COLUMNS, "", "", ""], [[*row, "", "", ""] for row in ROWS]), notes=["left out 3 columns"])
    case("trailing/one-column.csv", "name\nAnn,\nBob,\n", ["name"], [["Ann"], ["Bob"]], notes=["ignored a delimiter at the end of 2 rows"])
    case("trailing/with-values.csv", csv([*COLUMNS, ""], [[*row, "x"] for row in ROWS]), [*COLUMNS, "unnamed_4"], [[*row, "x"] for row in ROWS], notes=["column 4 has no name"])
    case("trailing/crlf.csv", csv(COLUMNS, [[*row, ""] for row in ROWS], ";", "\r\n"), notes=rows)


def separator_line():
    note = ["the delimiter is ';', as this line says"]
    case("separator-line/semicolon.csv", "sep=;\n" + csv(delimiter=";"), notes=note, same=True)
    case("separator-line/crlf.csv", "sep=;\r\n" + csv(delimiter=";", end="\r\n"), notes=note, same=True)
    case("separator-line/quoted.csv", '"sep=;"\n' + csv(delimiter=";"), notes=note)
    case("separator-line/upper-case.csv", "SEP=|\n" + csv(delimiter="|"), notes=["the delimiter is '|'"])
    case("separator-line/tab.csv", "sep=\t\n" + csv(delimiter="\t"), notes=["the delimiter is '\\t'"])
    case("separator-line/ambiguous.csv", "sep=;\nid;price\n1;1,5\n2;2,5\n", ["id", "price"], [["1", "1,5"], ["2", "2,5"]], notes=note, same=True)
    case("separator-line/mark.csv", b"\xef\xbb\xbf" + ("sep=;\n" + csv(delimiter=";")).encode(), notes=note, same=True)


def titles():
    one = ["skipped 1 title line above the column names"]
    case("titles/one-and-blank.csv", "Customers\n\n" + TABLE, notes=one)
    case("titles/one.csv", "Customers\n" + TABLE, notes=one)
    case("titles/several.csv", "Customers of 2024\nExported by Ann\n\n" + TABLE, notes=["skipped 2 title lines"])
    case("titles/padded.csv", "Customers,,\n,,\n" + TABLE, notes=["skipped 2 title lines"])
    case("titles/with-comma.csv", "Customers, all of them\n\n" + TABLE, notes=one)
    case("titles/keys.csv", 'Report:,Customers\nDate:,2024-01-31\n\n' + csv([*COLUMNS, "zip", "phone"], [[*row, "1", "2"] for row in ROWS]),
         [*COLUMNS, "zip", "phone"], [[*row, "1", "2"] for row in ROWS], notes=["skipped 2 title lines"])
    case("titles/semicolon.csv", "Kunden;;\r\n" + csv(delimiter=";", end="\r\n"), notes=one)
    case("titles/quoted.csv", '"Customers, as of today"\n' + TABLE, notes=one)
    case("titles/two-columns.csv", "Customers\n\nid,name\n1,Ann\n2,Bob\n", ["id", "name"], [["1", "Ann"], ["2", "Bob"]], notes=one)
    case("titles/none-short-header.csv", "name,city\n1,Ann,Bonn\n2,Bob,Graz\n", ["unnamed_1", "name", "city"], [["1", "Ann", "Bonn"], ["2", "Bob", "Graz"]],
         notes=["the rows have one value more"])
    case("titles/and-footer.csv", "Customers\n\n" + TABLE + "\n(4 rows)\n", notes=[*one, "skipped 1 line below the records"])


def comments():
    top = ["skipped 1 comment line that begin with #"]
    case("comments/above.csv", "# made by us\n" + TABLE, notes=["skipped 1 comment line"])
    case("comments/several.csv", "# made by us\n#\n# version 2, final\n" + TABLE, notes=["skipped 3 comment lines"])
    case("comments/between.csv", TABLE.replace("3,Cy", "# new customers\n3,Cy"), notes=["skipped 1 comment line"])
    case("comments/below.csv", TABLE + "# end\n", notes=["skipped 1 comment line"])
    case("comments/above-hash-names.tsv", "##format=1\n##by=us\n#id\tname\n1\tAnn\n2\tBob\n", ["#id", "name"], [["1", "Ann"], ["2", "Bob"]], notes=["skipped 2 comment lines"])
    case("comments/with-quote.csv", '# Ann\'s "table\n' + TABLE, notes=["skipped 1 comment line"])
    case("comments/all-places.csv", "# a\n" + TABLE.replace("3,Cy", "# b, with, many, commas\n3,Cy") + "# c\n", notes=["skipped 1 comment line", "skipped 2 comment lines"])


def footers():
    one = ["skipped 1 line below the records, such as totals or remarks"]
    case("footers/count.csv", TABLE + "(4 rows affected)\n", notes=one)
    case("footers/count-after-blank.csv", TABLE + "\n(4 rows)\n", notes=one)
    case("footers/remark-after-blank.csv", TABLE + "\nConfidential: do not pass on\n", notes=one)
    case("footers/remarks.csv", TABLE + "\nConfidential\nDo not pass on\n", notes=["skipped 2 lines below"])
    case("footers/total.csv", csv([*COLUMNS, "sum"], [[*row, "5"] for row in ROWS]) + "Total,,,20\n", [*COLUMNS, "sum"], [[*row, "5"] for row in ROWS], notes=one)
    case("footers/total-second.csv", csv([*COLUMNS, "sum"], [[*row, "5"] for row in ROWS]) + ",Summe,,20\n", [*COLUMNS, "sum"], [[*row, "5"] for row in ROWS], notes=one)
    case("footers/total-after-gap.csv", csv([*COLUMNS, "sum"], [[*row, "5"] for row in ROWS]) + ",,,\nGrand total:,,,20\n", [*COLUMNS, "sum"], [[*row, "5"] for row in ROWS], notes=["skipped 2 lines"])
    case("footers/end-mark.csv", TABLE + "EOF\n", notes=one)
    case("footers/generated.csv", TABLE + "\nGenerated by a program\n", notes=one)
    case("footers/none.csv", csv(rows=[*ROWS, ["5", "Total", "Bonn"]]), rows=[*ROWS, ["5", "Total", "Bonn"]], same=True)


def drawn():
    note = ["read the cells of a table drawn with lines"]
    widths = [4, 6, 6]
    cells = [[f" {value:{width}} " for value, width in zip(row, widths)] for row in [COLUMNS, *ROWS]]
    dashes = ["-" * (width + 2) for width in widths]
    lines = ["|".join(row) for row in cells]
    case("drawn/psql.txt", "\n".join([lines[0], "+".join(dashes), *lines[1:], "(4 rows)", "", ""]), notes=[*note, "skipped 1 line below the records"])
    edge = "+" + "+".join(dashes) + "+"
    boxed = ["|" + line + "|" for line in lines]
    case("drawn/mysql.txt", "\n".join([edge, boxed[0], edge, *boxed[1:], edge, "4 rows in set (0.00 sec)", ""]), notes=[*note, "skipped 1 line below the records"])
    case("drawn/markdown.md", "\n".join([boxed[0], "|" + "|".join(":" + dash[1:] for dash in dashes) + "|", *boxed[1:], ""]), notes=note)
    bars = {"|": "\u2502", "+": "\u253c", "-": "\u2500"}
    box = lambda text: "".join(bars.get(c, c) for c in text)
    case("drawn/box.txt", "\n".join([box(edge), box(boxed[0]), box(edge), *map(box, boxed[1:]), box(edge), ""]), notes=note)
    case("drawn/with-title.md", "# Customers\n\n" + "\n".join([boxed[0], "|---|---|---|", *boxed[1:], ""]), notes=[*note, "skipped 1 title line"])
    case("drawn/gap.txt", "\n".join([lines[0], "+".join(dashes), lines[1], " 2    |        | Graz", ""]), rows=[ROWS[0], ["2", "", "Graz"]], notes=note)
    case("drawn/ragged.txt", "\n".join([lines[0], "+".join(dashes), lines[1], " 2 | a | b | c", ""]), refused="line 4: the row has 4 fields, but the header has 3")
    ruled = ["skipped a line of dashes below the column names"]
    case("drawn/sqlcmd.csv", TABLE.replace("city\n", "city\n--,----,----\n") + "\n(4 rows affected)\n", notes=[*ruled, "skipped 1 line below the records"])
    case("drawn/sqlcmd-tabs.txt", csv(delimiter="\t").replace("city\n", "city\n--\t----\t----\n"), notes=ruled)
    case("drawn/dashes-are-values.csv", "id,name\n-,--\n1,Ann\n2,Bob\n".replace("-,--", "-,x"), ["id", "name"], [["-", "x"], ["1", "Ann"], ["2", "Bob"]], same=True)


def foreign():
    case("foreign/page.html", "<!DOCTYPE html>\n<html><body><table><tr><th>id</th></tr></table></body></html>\n", refused="this is an HTML page")
    case("foreign/page.xls", "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1</td></tr></table></html>\n", refused="this is an HTML page")
    case("foreign/page.csv", "\n<html>\n<head><title>Sign in</title></head>\n<body>Please sign in</body></html>\n", refused="this is an HTML page")
    case("foreign/document.xml", "<?xml version=\"1.0\"?><people><person/></people>\n", refused="this is an XML document")
    case("foreign/xml-in-xls.xls", "<?xml version=\"1.0\"?><Workbook/>\n", refused="this is an XML document")
    case("foreign/list.yaml", "- name: Ann\n- name: Bob\n", refused="this is a YAML document")
    case("foreign/dump.sql", "CREATE TABLE people (id int);\nINSERT INTO people VALUES (1);\n", refused="this is a script of SQL")
    case("foreign/dump.txt", "-- MySQL dump 10.13\n--\nINSERT INTO people VALUES (1);\n", refused="this is a script of SQL")
    case("foreign/contacts.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD\n", refused="this is a file of contacts")
    case("foreign/references.ris", "TY  - JOUR\nTI  - A title\nER  - \n", refused="this is a list of references")
    case("foreign/avro.avro", b"Obj\x01\x00", refused="this is an Avro file")
    case("foreign/avro-by-content", b"Obj\x01\x04\x14avro.codec", refused="this is an Avro file")
    case("foreign/report.pdf", "%PDF-1.4\n", refused="this is a PDF document")
    case("foreign/mentions.csv", "id,text\n1,<html> is a tag\n2,insert into the list\n", ["id", "text"], [["1", "<html> is a tag"], ["2", "insert into the list"]], same=True)


def one_column():
    case("one-column/colons.txt", csv(delimiter=":"), ["id:name:city"], [[":".join(row)] for row in ROWS], notes=["read as one column; if ':' separates values, add --delimiter ':'"])
    case("one-column/colons-named.txt", csv(delimiter=":"), options={"delimiter": ":"}, same=True)
    fixed = "".join(f"{row[0]:6}{row[1]:10}{row[2]:8}|\n".replace("|", "") for row in [COLUMNS, *ROWS])
    case("one-column/fixed-width.txt", fixed, [fixed.split("\n")[0]], [[line] for line in fixed.split("\n")[1:-1]], notes=["it looks like columns of fixed width"])
    case("one-column/names.txt", "name\nAnn Lee\nBob Ray\nCy Young\n", ["name"], [["Ann Lee"], ["Bob Ray"], ["Cy Young"]], same=True)
    case("plain/caret.txt", csv(delimiter="^"), same=True)
    case("plain/tilde.txt", csv(delimiter="~"), same=True)
    case("plain/end-of-file-mark.csv", TABLE + "\x1a")
    case("header/looks-like-record.csv", "1,Ann,ann@example.com\n2,Bob,bob@example.com\n", ["1", "Ann", "ann@example.com"], [["2", "Bob", "bob@example.com"]],
         notes=["line 1: taken for the column names, though it looks like a record; if it is one, add --no-header"])
    case("header/looks-like-numbers.csv", "17,Ann,5.5\n18,Bob,6.5\n", ["17", "Ann", "5.5"], [["18", "Bob", "6.5"]], notes=["it looks like a record"])
    case("header/numbered.csv", "0,1,2\na,5,x\nb,6,y\n", ["0", "1", "2"], [["a", "5", "x"], ["b", "6", "y"]], same=True)
    remarks = '\n\nContacts of today\nDo not pass on\n"Generated by: Ann"\n'
    case("footers/more-remarks-than-records.csv", csv(rows=ROWS[:2]) + remarks, rows=ROWS[:2], notes=["skipped 3 lines below the records"])


def short():
    case("short/one.csv", TABLE.replace("2,Bob,Graz", "2,Bob"), rows=[ROWS[0], ["2", "Bob", ""], *ROWS[2:]],
         notes=["line 3: 1 row is shorter than the column names, here 2 of 3 fields"])
    case("short/several.csv", TABLE.replace("2,Bob,Graz", "2").replace("4,Dora,Oslo", "4,Dora"), rows=[ROWS[0], ["2", "", ""], ROWS[2], ["4", "Dora", ""]],
         notes=["2 rows are shorter"])
    case("short/cut-off.csv", TABLE[:-8], rows=[*ROWS[:3], ["4", "Do", ""]], notes=["1 row is shorter"])
    case("short/blanks-only.csv", TABLE.replace("2,Bob", "   \n2,Bob"))
    case("short/first-row.csv", "id,name,city\n1,Ann\n2,Bob,Graz\n3,Cy,Lyon\n", rows=[["1", "Ann", ""], *ROWS[1:3]], notes=["line 2: 1 row is shorter"])
    case("short/tabs.tsv", csv(delimiter="\t").replace("\tGraz", ""), rows=[ROWS[0], ["2", "Bob", ""], *ROWS[2:]], notes=["1 row is shorter"])
    case("short/after-line-ends.csv", 'id,name,city\n1,"Ann\nof\nBonn",Bonn\n2,Ben\n3,Cy,Lyon\n', rows=[["1", "Ann\nof\nBonn", "Bonn"], ["2", "Ben", ""], ROWS[2]], notes=["line 5: 1 row is shorter"])
    case("short/all.csv", "id,name,city\n1\n2\n", refused="line 2: the row has 1 field, but the header has 3")


def empty():
    case("empty/zero-bytes.csv", "", refused="the file is empty")
    case("empty/blank-lines.csv", "\n\r\n", refused="the file is empty")
    case("empty/header-only.csv", "id,name,city\n", refused="the file contains column names but no records")
    case("empty/no-objects.jsonl", " \n", refused="the file contains no records")
    case("empty/empty-array.json", "[]", refused="the file contains no records")
    part("parts/part-1.csv", csv(rows=ROWS[:2]))
    part("parts/part-2.csv", csv(rows=ROWS[2:]))
    part("parts/zero.csv", "")
    part("parts/header.csv", "id,name,city\n")
    part("parts/empty.jsonl", "\n")
    expect("parts/zero-bytes", inputs=["parts/part-1.csv", "parts/zero.csv", "parts/part-2.csv"], notes=["skipped, since it is empty"])
    expect("parts/header-only", inputs=["parts/part-1.csv", "parts/header.csv", "parts/part-2.csv"], notes=["skipped, since it has column names but no records"])
    expect("parts/header-first", inputs=["parts/header.csv", "parts/zero.csv", "parts/part-1.csv", "parts/part-2.csv"], notes=["skipped, since it has", "skipped, since it is empty"])
    expect("parts/no-objects", inputs=["parts/part-1.csv", "parts/empty.jsonl", "parts/part-2.csv"], notes=["skipped"])
    expect("parts/all-empty", inputs=["parts/zero.csv", "parts/header.csv"], refused="the file is empty")
    part("parts/more-columns.csv", "id,city,name,zip\n5,Rome,Eve,00100\n")
    expect("parts/union", [*COLUMNS, "zip"], [*([*row, ""] for row in ROWS[:2]), ["5", "Eve", "Rome", "00100"]],
           inputs=["parts/part-1.csv", "parts/more-columns.csv"], notes=["part-1.csv: no record has zip; these values are missing"])
    part("parts/other-spelling.csv", "ID,Name,CITY \n3,Cy,Lyon\n4,Dora,Oslo\n")
    expect("parts/spelling", inputs=["parts/part-1.csv", "parts/other-spelling.csv"], notes=['"ID" is taken for "id"'])
    part("parts/nothing-common.csv", "a,b\n1,2\n")
    expect("parts/nothing-in-common", inputs=["parts/part-1.csv", "parts/nothing-common.csv"], refused="have different columns")


def folders():
    part("folders/people/state=IL/part-0.csv", "id,name\n1,Ann\n2,Bob\n")
    part("folders/people/state=New%20York/part-0.csv", "id,name\n3,Cy\n")
    part("folders/people/state=__HIVE_DEFAULT_PARTITION__/part-0.csv", "id,name\n4,Dora\n")
    part("folders/people/_SUCCESS", "")
    part("folders/people/.part-0.csv.crc", "crc")
    rows = [["1", "Ann", "IL"], ["2", "Bob", "IL"], ["3", "Cy", "New York"], ["4", "Dora", ""]]
    columns = ["id", "name", "state"]
    note = ["columns from the names of folders: state"]
    expect("folders/folder", columns, rows, inputs=["folders/people"], notes=note, strict="read", options={"folders": True})
    expect("folders/pattern", columns, rows, inputs=["folders/people/*/*.csv"], notes=note, strict="read", options={"folders": True})
    expect("folders/one", columns, rows[:2], inputs=["folders/people/state=IL"], notes=note, strict="read", options={"folders": True})
    expect("folders/not-asked-for", columns[:2], [row[:2] for row in rows], inputs=["folders/people"])
    part("folders/days/year=2024/month=1/a.jsonl", '{"id":1}\n')
    part("folders/days/year=2024/month=2/a.jsonl", '{"id":2}\n')
    expect("folders/two-levels", ["id", "year", "month"], [["1", "2024", "1"], ["2", "2024", "2"]], inputs=["folders/days"],
           notes=["year, month"], strict="read", options={"folders": True})
    part("folders/own/id=9/a.csv", "id,name\n1,Ann\n")
    expect("folders/own-column", ["id", "name"], [["1", "Ann"]], inputs=["folders/own"], options={"folders": True})
    part("folders/none/notes.pdf", "%PDF")
    expect("folders/no-table", refused="no file in this folder is a table", inputs=["folders/none"])


def encodings():
    def text(words):
        return csv(["id", "name"], [[str(n + 1), word] for n, word in enumerate(words)])

    def encoded(name, words, encoding, note=None, **more):
        rows = [[str(n + 1), word] for n, word in enumerate(words)]
        case(f"encodings/{name}.csv", text(words).encode(encoding), ["id", "name"], rows, notes=[note] if note else [], **more)

    west = ["José García", "François Müller", "Søren Kierkegård", "Zoë Strauß"]
    russian = ["Иван Петров", "Ольга Смирнова", "Сергей Кузнецов", "Татьяна Волкова"]
    chinese = ["王小明", "李建国", "张伟", "北京市朝阳区建国路", "上海市浦东新区"]
    japanese = ["山田太郎", "鈴木花子", "佐藤健", "東京都千代田区", "カタカナの名前"]
    korean = ["김철수", "이영희", "박민수", "서울특별시 강남구"]
    polish = ["Władysław Żółć", "Świętosława Gęś", "Łukasz Dąbrowski", "Małgorzata Wójcik", "Grażyna Śliwińska", "Zbigniew Pęczek"]
    greek = ["Γιώργος Παπαδόπουλος", "Μαρία Νικολάου", "Ελένη Αντωνίου"]
    encoded("utf-8", west, "utf-8", same=True)
    encoded("utf-8-mark", west, "utf-8-sig", same=True)
    encoded("windows-1252", west, "cp1252", "read as windows-1252", same=True)
    encoded("windows-1252-few", ["José", "Bob"], "cp1252", "read as windows-1252", same=True)
    encoded("windows-1251", russian, "cp1251", "read as windows-1251", same=True)
    encoded("koi8-r", russian, "koi8-r", "read as KOI8-", same=True)
    encoded("windows-1250", polish, "cp1250", "read as windows-1250", same=True)
    encoded("iso-8859-2", polish, "iso8859-2", "read as ISO-8859-2", same=True)
    encoded("windows-1253", greek, "cp1253", "read as windows-1253", same=True)
    encoded("gbk", chinese, "gbk", "read as GBK", same=True)
    encoded("big5", ["王小明", "臺北市中正區", "陳美麗", "高雄市左營區"], "big5", "read as Big5", same=True)
    encoded("shift-jis", japanese, "shift_jis", "read as Shift_JIS", same=True)
    encoded("euc-jp", japanese, "euc_jp", "read as EUC-JP", same=True)
    encoded("euc-kr", korean, "euc_kr", "read as EUC-KR", same=True)
    encoded("utf-16-le-mark", west, "utf-16", "read as UTF-16LE", same=True, strict="read")
    case("encodings/utf-16-be-mark.csv", b"\xfe\xff" + text(west).encode("utf-16-be"), ["id", "name"], [[str(n + 1), w] for n, w in enumerate(west)], notes=["read as UTF-16BE"], same=True, strict="read")
    encoded("utf-16-le", west, "utf-16-le", "read as UTF-16LE", same=True)
    encoded("utf-16-be", west, "utf-16-be", "read as UTF-16BE", same=True)
    encoded("utf-16-le-chinese", chinese, "utf-16-le", "read as UTF-16LE", same=True)
    encoded("named", ["Łódź", "Gdańsk"], "cp1250", "read as windows-1250", options={"encoding": "windows-1250"}, strict="read", same=True)
    case("encodings/late.csv", csv(["id", "name"], [[str(n), "Ann of Bonn"] for n in range(4000)]).encode() + "4000,José\n".encode("cp1252"),
         ["id", "name"], [*([str(n), "Ann of Bonn"] for n in range(4000)), ["4000", "José"]], notes=["read as windows-1252"])
    case("encodings/damaged.csv", b"id,name\n1,Jos\xc3\xa9\n2,Jos\xe9\n", refused="line 3: invalid UTF-8 bytes")
    case("encodings/nul.csv", b"id,name\n1,Ann\0\n2,Bob and a long name\n", ["id", "name"], [["1", "Ann\0"], ["2", "Bob and a long name"]], notes=["line 2: there are NUL characters"], same=True)
    case("encodings/nul-padded.csv", b"id,name\n1,Ann\0\0\0\0\0\n2,Bob\0\0\0\0\0\n", ["id", "name"], [["1", "Ann\0\0\0\0\0"], ["2", "Bob\0\0\0\0\0"]], notes=["there are NUL characters"], same=True)
    case("encodings/binary.csv", bytes(range(1, 32)) * 9, refused="this is a binary file of an unknown format")
    case("encodings/picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200)), refused="this is a binary file of an unknown format")
    case("encodings/cyrillic.jsonl", "".join(json.dumps({"id": n, "name": word}, ensure_ascii=False) + "\n" for n, word in enumerate(russian)).encode("cp1251"),
         ["id", "name"], [[str(n), word] for n, word in enumerate(russian)], notes=["read as windows-1251"])


def jsons():
    objects = [dict(zip(COLUMNS, row)) for row in ROWS]
    lines = "".join(json.dumps(item) + "\n" for item in objects)
    case("json/lines.jsonl", lines, same=True)
    case("json/lines.json", lines)
    case("json/lines-without-extension", lines)
    case("json/array.json", json.dumps(objects))
    case("json/array-of-lines.json", "[\n" + lines.replace("}\n", "},\n")[:-2] + "\n]\n", same=True)
    case("json/array-indented.json", json.dumps(objects, indent=2))
    case("json/array-without-extension", json.dumps(objects))
    case("json/array-mark.json", b"\xef\xbb\xbf" + json.dumps(objects).encode())
    case("json/objects-indented.json", "\n".join(json.dumps(item, indent=1) for item in objects))
    case("json/one-object.json", json.dumps(objects[0], indent=1), rows=ROWS[:1])
    case("json/in-member.json", json.dumps({"count": 4, "people": objects}, indent=1), notes=['read the list in the member "people"'])
    case("json/in-member-one-line.json", json.dumps({"people": objects, "next": None}), notes=['read the list in the member "people"'])
    case("json/geo.json", json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "Bonn"}, "geometry": {"type": "Point", "coordinates": [7.1, 50.7]}},
        {"type": "Feature", "properties": {"name": "Graz"}, "geometry": {"type": "Point", "coordinates": [15.4, 47.1]}}]}),
         ["type", "properties.name", "geometry.type", "geometry.coordinates"],
         [["Feature", "Bonn", "Point", "7.1 50.7"], ["Feature", "Graz", "Point", "15.4 47.1"]], notes=['"features"'])
    case("json/nested.jsonl", '{"id":1,"address":{"city":"Bonn","geo":{"lat":50.7}}}\n{"id":2,"address":{"city":"Graz","zip":"8010"}}\n',
         ["id", "address.city", "address.geo.lat", "address.zip"], [["1", "Bonn", "50.7", ""], ["2", "Graz", "", "8010"]], same=True)
    case("json/nested-or-not.jsonl", '{"id":1,"address":"Bonn"}\n{"id":2,"address":{"city":"Graz"}}\n{"id":3,"address":null}\n{"id":4,"address":{}}\n',
         ["id", "address", "address.city"], [["1", "Bonn", ""], ["2", "", "Graz"], ["3", "", ""], ["4", "", ""]], same=True)
    case("json/missing-members.jsonl", '{"id":1,"name":"Ann"}\n{"city":"Graz","id":2}\n{}\n', COLUMNS, [["1", "Ann", ""], ["2", "", "Graz"], ["", "", ""]], same=True)
    case("json/lists.jsonl", '{"id":1,"phones":["555-1","555-2"]}\n{"id":2,"phones":[]}\n', ["id", "phones"], [["1", "555-1 555-2"], ["2", ""]], same=True)
    case("json/escapes.jsonl", '{"id":1,"name":"J\\u00f6rg \\"x\\" \\\\ \\n"}\n', ["id", "name"], [["1", 'Jörg "x" \\ \n']], same=True)
    case("json/big-numbers.jsonl", '{"id":12345678901234567890,"x":1.50,"y":1e400}\n', ["id", "x", "y"], [["12345678901234567890", "1.50", "1e400"]], same=True)
    case("json/no-member-name.jsonl", '{"":1,"name":"Ann"}\n', ["unnamed_1", "name"], [["1", "Ann"]], notes=["column 1 has no name"])
    case("json/utf-16.json", json.dumps(objects).encode("utf-16"), notes=["read as UTF-16LE"], strict="read")
    pages = [{"page": n, "total": 4, "results": objects[2 * n:2 * n + 2]} for n in range(3)]
    note = ['read the lists in the members "results" of all pages']
    case("json/pages.jsonl", "".join(json.dumps(page) + "\n" for page in pages), notes=note)
    case("json/pages.json", json.dumps(pages, indent=1), notes=note)
    case("json/pages-one-after-another.json", "".join(json.dumps({"data": page["results"], "has_more": True}, indent=1) for page in pages), notes=['"data" of all pages'])
    case("json/orders-are-no-pages.jsonl", '{"name":"Ann","items":[{"sku":1}]}\n{"name":"Bob","items":[{"sku":2}]}\n', ["name", "items"],
         [["Ann", '{"sku":1}'], ["Bob", '{"sku":2}']], same=True)
    columns = {name: {str(n): row[at] for n, row in enumerate(ROWS)} for at, name in enumerate(COLUMNS)}
    case("json/columns.json", json.dumps(columns), notes=["each member is read as a column"])
    case("json/columns-indented.json", json.dumps(columns, indent=2), notes=["each member is read as a column"])
    case("json/members.json", json.dumps({f"k{row[0]}": dict(zip(COLUMNS[1:], row[1:])) for row in ROWS}), ["key", "name", "city"],
         [["k" + row[0], *row[1:]] for row in ROWS], notes=['each member is read as a record, with its name in the column "key"'])
    case("json/split.json", json.dumps({"columns": COLUMNS, "index": [0, 1, 2, 3], "data": ROWS}), notes=["each list is read as a record"])
    case("json/lists.json", json.dumps([COLUMNS, *ROWS]), notes=["each list is read as a record"])
    case("json/described-lists.json", json.dumps({"meta": {"view": {"columns": [{"name": name} for name in COLUMNS]}}, "data": ROWS}), notes=["each list is read as a record"])
    case("json/nested-object.json", '{"name":{"first":"Ann"},"address":{"city":"Bonn"}}', ["name.first", "address.city"], [["Ann", "Bonn"]])
    case("json/broken.jsonl", '{"id":1}\n{"id":2,}\n', refused="line 2: invalid JSON: trailing comma")
    case("json/cut-off.json", json.dumps(objects, indent=1)[:-2], refused="invalid JSON")
    case("json/numbers.json", "[1, 2]", refused="expected a JSON object, found an array")
    case("json/no-objects.json", '[\n{"id":1}, 2]', refused="expected a JSON object, found a number")


def arrow_table():
    columns = {
        "id": pa.array([1, 2], pa.int32()),
        "name": pa.array(["Ann", None]),
        "born": pa.array([datetime.date(1989, 12, 27), None], pa.date32()),
        "seen": pa.array([0, 1_500_000], pa.timestamp("us")),
        "price": pa.array([1250, 5], pa.int64()).cast(pa.decimal128(21, 0)).cast(pa.decimal128(21, 2)),
        "ok": pa.array([True, False]),
        "tags": pa.array([["a", "b"], []], pa.list_(pa.string())),
        "kind": pa.array(["x", "y"]).dictionary_encode(),
    }
    rows = [["1", "Ann", "1989-12-27", "1970-01-01T00:00:00", "1250.00", "true", "a b", "x"],
            ["2", "", "", "1970-01-01T00:00:01.500", "5.00", "false", "", "y"]]
    return pa.table(columns), list(columns), rows


def parquet(name, table, columns, rows, **more):
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream, **more)
    case(name, stream.getvalue(), columns, rows)


def parquets():
    table, columns, rows = arrow_table()
    parquet("parquet/types.parquet", table, columns, rows)
    parquet("parquet/no-extension", table, columns, rows)
    for compression in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
        parquet(f"parquet/{compression}.parquet", table, columns, rows, compression=compression)
    parquet("parquet/version-1.parquet", table, columns, rows, version="1.0")
    instants = [0, 86_400_000_000]
    for zone, shown in [("UTC", ["1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z"]),
                        ("America/New_York", ["1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z"]),
                        ("+02:00", ["1970-01-01T02:00:00+02:00", "1970-01-02T02:00:00+02:00"])]:
        for unit, factor in [("ms", 1000), ("us", 1), ("ns", 1 / 1000)]:
            values = pa.array([int(value / factor) for value in instants], pa.timestamp(unit, zone))
            name = zone.replace("/", "-").replace(":", "").replace("+", "plus-").lower()
            parquet(f"parquet/zone-{name}-{unit}.parquet", pa.table({"id": [1, 2], "at": values}), ["id", "at"], [["1", shown[0]], ["2", shown[1]]])
    at = pa.array([0, 1_000_000], pa.timestamp("us", "UTC"))
    nested = pa.StructArray.from_arrays([at], ["at"])
    listed = pa.array([[0], [0, 1_000_000]], pa.list_(pa.timestamp("us", "UTC")))
    parquet("parquet/zone-nested.parquet", pa.table({"id": [1, 2], "in": nested, "list": listed}), ["id", "in", "list"],
            [["1", '{"at":"1970-01-01T00:00:00Z"}', "1970-01-01T00:00:00Z"],
             ["2", '{"at":"1970-01-01T00:00:01Z"}', "1970-01-01T00:00:00Z 1970-01-01T00:00:01Z"]])
    parquet("parquet/date64.parquet", pa.table({"id": [1, 2], "day": pa.array([0, 86_400_000], pa.date64())}), ["id", "day"],
            [["1", "1970-01-01"], ["2", "1970-01-02"]])
    parquet("parquet/int96.parquet", pa.table({"id": [1, 2], "at": pa.array([0, 1_000_000_000], pa.timestamp("ns"))}), ["id", "at"],
            [["1", "1970-01-01T00:00:00"], ["2", "1970-01-01T00:00:01"]], use_deprecated_int96_timestamps=True)
    parquet("parquet/floats.parquet", pa.table({"zip": [26687.0, 1.5], "f": pa.array([0.1, 2.0], pa.float32())}), ["zip", "f"], [["26687", "0.1"], ["1.5", "2"]])
    parquet("parquet/bytes.parquet", pa.table({"b": pa.array([b"Ann", b"\xff\x00"])}), ["b"], [["Ann"], ["ff00"]])
    parquet("parquet/struct.parquet", pa.table({"s": pa.array([{"a": 1, "b": "x"}, {"a": None, "b": "y"}])}), ["s"], [['{"a":1,"b":"x"}'], ['{"a":null,"b":"y"}']])
    parquet("parquet/map.parquet", pa.table({"m": pa.array([[("k", "v")], []], pa.map_(pa.string(), pa.string()))}), ["m"], [['{"k":"v"}'], ["{}"]])
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table.slice(0, 0), stream)
    case("parquet/no-rows.parquet", stream.getvalue(), refused="the file contains no records")
    case("parquet/cut-off.parquet", stream.getvalue()[:-20], refused="cannot read this Parquet file")
    case("parquet/text.parquet", TABLE, refused="the extension says Parquet, but the content is not Parquet")


def arrows():
    table, columns, rows = arrow_table()

    def file(name, compression, **more):
        stream = io.BytesIO()
        pyarrow.feather.write_feather(table, stream, compression=compression)
        case(name, stream.getvalue(), columns, rows, **more)

    file("arrow/feather.feather", "uncompressed")
    file("arrow/lz4.arrow", "lz4")
    file("arrow/zstd.arrow", "zstd")
    file("arrow/no-extension", "lz4")
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    case("arrow/stream.arrows", stream.getvalue(), columns, rows)
    stream = io.BytesIO()
    zoned = pa.table({"id": [1], "at": pa.array([0], pa.timestamp("s", "Europe/Berlin")), "long": pa.array(["x"], pa.large_string()), "view": pa.array(["y"], pa.string_view())})
    with pa.ipc.new_file(stream, zoned.schema) as writer:
        writer.write_table(zoned)
    case("arrow/zone-and-views.arrow", stream.getvalue(), ["id", "at", "long", "view"], [["1", "1970-01-01T00:00:00Z", "x", "y"]])
    case("arrow/cut-off.arrow", stream.getvalue()[:200], refused="cannot read this Arrow file")
    case("arrow/text.arrow", TABLE, refused="the extension says Arrow, but the content is not Arrow")


STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="2"><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="dd.mm.yyyy"/></numFmts>
<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/>
<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>"""
GENERAL, DATE, MOMENT, ZIP, GERMAN_DATE = range(5)


def column_name(number):
    name = ""
    while number >= 0:
        name = chr(65 + number % 26) + name
        number = number // 26 - 1
    return name


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text)
    return stream.getvalue()


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def workbook(sheets, hidden=()):
    """An .xlsx file. Cells are None, text, numbers, True and False, or (number, style)."""
    shared = []
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    }
    entries, relations = "", ""
    for number, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name in hidden else ""
        entries += f'<sheet name="{escaped(name)}" sheetId="{number}"{state} r:id="s{number}"/>'
        relations += f'<Relationship Id="s{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>'
        body = ""
        for row, cells in rows.items():
            body += f'<row r="{row}">'
            for column, value in enumerate(cells):
                place = f"{column_name(column)}{row}"
                if value is None:
                    continue
                if isinstance(value, str):
                    shared.append(value)
                    body += f'<c r="{place}" t="s"><v>{len(shared) - 1}</v></c>'
                elif isinstance(value, bool):
                    body += f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
                elif isinstance(value, tuple):
                    body += f'<c r="{place}" s="{value[1]}"><v>{value[0]}</v></c>'
                else:
                    body += f'<c r="{place}"><v>{value}</v></c>'
            body += "</row>"
        files[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'
    relations += '<Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="u" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
    files["xl/workbook.xml"] = f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{entries}</sheets></workbook>'
    files["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    files["xl/styles.xml"] = STYLES
    strings = "".join(f'<si><t xml:space="preserve">{escaped(text)}</t></si>' for text in shared)
    files["xl/sharedStrings.xml"] = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{len(shared)}">{strings}</sst>'
    return zipped(files)


def sheet(*rows, start=1):
    return {start + number: row for number, row in enumerate(rows)}


def workbooks():
    people = sheet(COLUMNS, *([int(row[0]), *row[1:]] for row in ROWS))
    case("workbook/plain.xlsx", workbook({"People": people}))
    case("workbook/by-content.bin", workbook({"People": people}))
    case("workbook/macro.xlsm", workbook({"People": people}))
    typed = sheet(["id", "born", "seen", "zip", "iban", "ok", "share", "german"],
                  [1, (32869, DATE), (45943.5, MOMENT), (1234, ZIP), 123456789012345, True, 0.1 + 0.2, (45943, GERMAN_DATE)],
                  [2, None, (45943.25, MOMENT), (99999, ZIP), 12345678901234567, False, -1.5, None])
    case("workbook/as-people-see-them.xlsx", workbook({"Typed": typed}), ["id", "born", "seen", "zip", "iban", "ok", "share", "german"],
         [["1", "1989-12-27", "2025-10-13T12:00:00", "01234", "123456789012345", "TRUE", "0.3", "2025-10-13"],
          ["2", "", "2025-10-13T06:00:00", "99999", "12345678901234600", "FALSE", "-1.5", ""]])
    case("workbook/text-numbers.xlsx", workbook({"A": sheet(["id", "phone"], ["007", "0049 228"], ["8", "12345678901234567890"])}), ["id", "phone"],
         [["007", "0049 228"], ["8", "12345678901234567890"]])
    second = {"Notes": {}, "People": people}
    case("workbook/first-with-data.xlsx", workbook(second))
    case("workbook/several-sheets.xlsx", workbook({"People": people, "Orders": sheet(["no", "sum"], [1, 5], [2, 6])}),
         notes=['read the sheet "People"; there is also "Orders", which --sheet chooses'])
    case("workbook/sheet-named.xlsx", workbook({"People": people, "Orders": sheet(["no", "sum"], [1, 5], [2, 6])}), ["no", "sum"], [["1", "5"], ["2", "6"]], options={"sheet": "Orders"})
    case("workbook/hidden-sheet.xlsx", workbook({"Lists": sheet(["a", "b"], [1, 2], [3, 4]), "People": people}, hidden=["Lists"]))
    case("workbook/no-such-sheet.xlsx", workbook({"People": people}), refused='there is no sheet "Customers"; the sheets are People', options={"sheet": "Customers"})
    case("workbook/titles.xlsx", workbook({"People": {1: ["Customers of 2024"], 3: COLUMNS, **{4 + n: row for n, row in enumerate(ROWS)}}}), notes=["row 1: skipped 1 title line"])
    case("workbook/total.xlsx", workbook({"People": sheet([*COLUMNS, "sum"], *([*row, 5] for row in ROWS), ["Total", None, None, 20])}), [*COLUMNS, "sum"], [[*row, "5"] for row in ROWS],
         notes=["row 6: skipped 1 line below the records"])
    case("workbook/starts-at-c3.xlsx", workbook({"People": sheet([None, None, *COLUMNS], *([None, None, *row] for row in ROWS), start=3)}))
    case("workbook/blank-rows.xlsx", workbook({"People": {1: COLUMNS, **{3 + 2 * n: row for n, row in enumerate(ROWS)}}}))
    case("workbook/unnamed.xlsx", workbook({"People": sheet([None, "name"], [1, "Ann"], [2, "Bob"])}), ["unnamed_1", "name"], [["1", "Ann"], ["2", "Bob"]], notes=["column 1 has no name"])
    case("workbook/wider-rows.xlsx", workbook({"People": sheet(["id", "name"], [1, "Ann"], [2, "Bob", "x"])}), ["id", "name", "unnamed_3"], [["1", "Ann", ""], ["2", "Bob", "x"]], notes=["column 3 has no name"])
    case("workbook/header-only.xlsx", workbook({"People": sheet(COLUMNS)}), refused="column names but no records")
    case("workbook/nothing.xlsx", workbook({"People": {}}), refused="the file is empty")
    case("workbook/no-workbook.zip.xlsx", zipped({"people.csv": TABLE}), refused="cannot read this workbook")
    case("workbook/cut-off.xlsx", workbook({"People": people})[:900], refused="cannot read this workbook")
    case("workbook/web-page.xls", "<html><table><tr><td>1</td></tr></table></html>", refused="this is an HTML page")
    rows = "".join("<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row) + "</table:table-row>" for row in [COLUMNS, *ROWS])
    date = '<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-01-31"><text:p>31.01.24</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="12.5"><text:p>12,5</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell></table:table-row>'
    def ods(body):
        spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="People">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
        manifest = '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
        return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, "META-INF/manifest.xml": manifest})
    case("workbook/plain.ods", ods(rows))
    case("workbook/types.ods", ods(rows + date), rows=[*ROWS, ["2024-01-31", "12.5", "TRUE"]])
    book = xlwt.Workbook()
    page = book.add_sheet("People")
    for row, cells in enumerate([[*COLUMNS, "born"], *([int(r[0]), *r[1:], datetime.date(1989, 12, 27)] for r in ROWS)]):
        for column, value in enumerate(cells):
            style = xlwt.easyxf(num_format_str="YYYY-MM-DD") if isinstance(value, datetime.date) else xlwt.Style.default_style
            page.write(row, column, value, style)
    stream = io.BytesIO()
    book.save(stream)
    case("workbook/plain.xls", stream.getvalue(), [*COLUMNS, "born"], [[*row, "1989-12-27"] for row in ROWS])


def databases():
    def database(tables):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "x.sqlite"
            connection = sqlite3.connect(path)
            connection.execute("PRAGMA page_size = 512")
            for name, (columns, rows) in tables.items():
                connection.execute(f'CREATE TABLE "{name}" ({columns})')
                connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" for _ in rows[0])})', rows)
            connection.commit()
            connection.close()
            return path.read_bytes()

    people = ("id INTEGER PRIMARY KEY, name TEXT, city TEXT", [[int(row[0]), *row[1:]] for row in ROWS])
    orders = ("no TEXT, sum REAL, note BLOB", [["007", 1.5, None], ["008", 2.0, b"x"], ["009", None, b"\xff"]])
    case("sqlite/one-table.sqlite", database({"people": people}))
    case("sqlite/by-content.bin", database({"people": people}))
    case("sqlite/types.db", database({"orders": orders}), ["no", "sum", "note"], [["007", "1.5", ""], ["008", "2", "x"], ["009", "", "ff"]])
    both = database({"people": people, "orders": orders})
    case("sqlite/several.sqlite", both, refused="there are several tables; name a table with --table")
    case("sqlite/table.sqlite", both, options={"table": "People"})
    case("sqlite/query.sqlite", both, ["name", "n"], [["Bob", "2"]], options={"query": "SELECT name, id AS n FROM people WHERE city = 'Graz'"})
    case("sqlite/no-such-table.sqlite", both, refused='there is no table "customers"; name a table', options={"table": "customers"})
    case("sqlite/bad-query.sqlite", both, refused="the database says: ", options={"query": "SELECT nothing"})
    case("sqlite/no-rows.sqlite", database({"people": people}), refused="the file contains no records", options={"query": "SELECT * FROM people WHERE id > 9"})
    case("sqlite/text.sqlite", TABLE, refused="the extension says a SQLite database")


def main():
    for entry in HERE.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
    for kind in [plain, quotes, header, trailing, separator_line, titles, comments, footers, drawn, foreign, one_column, short, empty, folders, encodings, jsons, parquets, arrows, workbooks, databases]:
        kind()
    print(f"{made} cases")


main()
