//! Expressions that choose partitions: comparisons of partition keys with values, as in the `WHERE` of SQL.
//!
//! ```text
//! or    = and { OR and }          and = not { AND not }         not = NOT not | '(' or ')' | test
//! test  = key op value | key [NOT] IN (value, ...) | key [NOT] BETWEEN value AND value | key [NOT] LIKE value
//! op    = '=' | '<>' | '!=' | '<' | '<=' | '>' | '>='
//! ```

use std::cmp::Ordering;

use onefold_domain::Column;

/// Parentheses and NOTs may be nested so deep.
const MAX_DEPTH: usize = 32;

/// A parsed expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expression(Node);

#[derive(Debug, Clone, PartialEq)]
enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Test(Key, Test),
}

#[derive(Debug, Clone, PartialEq)]
struct Key {
    at: usize,
    is_number: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Compare(&'static str, String),
    In(Vec<String>),
    Between(String, String),
    Like(String),
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(&'static str),
}

impl Expression {
    /// Parses; what is wrong, in words, otherwise.
    pub fn parse(text: &str, keys: &[Column]) -> Result<Self, String> {
        let mut parser = Parser {
            tokens: tokens(text)?,
            at: 0,
            keys,
        };
        let node = parser.or(0)?;
        match parser.tokens.get(parser.at) {
            None => Ok(Self(node)),
            Some(token) => Err(format!("unexpected {}", shown(token))),
        }
    }

    /// Whether it holds for a partition's values.
    pub fn holds(&self, values: &[String]) -> bool {
        self.0.holds(values)
    }
}

impl Node {
    fn holds(&self, values: &[String]) -> bool {
        match self {
            Self::And(nodes) => nodes.iter().all(|node| node.holds(values)),
            Self::Or(nodes) => nodes.iter().any(|node| node.holds(values)),
            Self::Not(node) => !node.holds(values),
            Self::Test(key, test) => values
                .get(key.at)
                .is_some_and(|value| test.holds(value, key.is_number)),
        }
    }
}

impl Test {
    fn holds(&self, value: &str, is_number: bool) -> bool {
        let order = |other: &str| compare(value, other, is_number);
        match self {
            Self::Compare(sign, other) => match *sign {
                "=" => order(other).is_eq(),
                "<" => order(other).is_lt(),
                "<=" => order(other).is_le(),
                ">" => order(other).is_gt(),
                ">=" => order(other).is_ge(),
                _ => order(other).is_ne(),
            },
            Self::In(others) => others.iter().any(|other| order(other).is_eq()),
            Self::Between(low, high) => order(low).is_ge() && order(high).is_le(),
            Self::Like(pattern) => is_like(value, pattern),
        }
    }
}

/// Numbers by value where both are numbers, else text.
fn compare(a: &str, b: &str, is_number: bool) -> Ordering {
    if is_number && let (Ok(a), Ok(b)) = (a.parse::<f64>(), b.parse::<f64>()) {
        return a.total_cmp(&b);
    }
    a.cmp(b)
}

/// `%` stands for any text, `_` for any character.
fn is_like(value: &str, pattern: &str) -> bool {
    let (value, pattern): (Vec<char>, Vec<char>) = (value.chars().collect(), pattern.chars().collect());
    let (mut v, mut p) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while v < value.len() {
        match pattern.get(p) {
            Some('%') => {
                retry = Some((v, p + 1));
                p += 1;
            }
            Some(&c) if c == '_' || c == value[v] => {
                v += 1;
                p += 1;
            }
            _ => match retry {
                Some((from, after)) => {
                    v = from + 1;
                    p = after;
                    retry = Some((v, after));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '%')
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    keys: &'a [Column],
}

impl Parser<'_> {
    fn or(&mut self, depth: usize) -> Result<Node, String> {
        let mut nodes = vec![self.and(depth)?];
        while self.takes_word("OR") {
            nodes.push(self.and(depth)?);
        }
        Ok(one_or(nodes, Node::Or))
    }

    fn and(&mut self, depth: usize) -> Result<Node, String> {
        let mut nodes = vec![self.not(depth)?];
        while self.takes_word("AND") {
            nodes.push(self.not(depth)?);
        }
        Ok(one_or(nodes, Node::And))
    }

    fn not(&mut self, depth: usize) -> Result<Node, String> {
        if depth > MAX_DEPTH {
            return Err(format!("it is nested more than {MAX_DEPTH} levels deep"));
        }
        if self.takes_word("NOT") {
            return Ok(Node::Not(Box::new(self.not(depth + 1)?)));
        }
        if self.takes_sign("(") {
            let inner = self.or(depth + 1)?;
            self.expect_sign(")")?;
            return Ok(inner);
        }
        self.test()
    }

    fn test(&mut self) -> Result<Node, String> {
        let Some(Token::Word(name)) = self.next() else {
            return Err("a partition key is missing".to_owned());
        };
        let at = self
            .keys
            .iter()
            .position(|key| key.name.eq_ignore_ascii_case(&name))
            .ok_or_else(|| format!("{name:?} is not a partition key of the table"))?;
        let key = Key {
            at,
            is_number: is_number(&self.keys[at].data_type),
        };
        let is_negated = self.takes_word("NOT");
        let test = if self.takes_word("IN") {
            self.expect_sign("(")?;
            let mut values = vec![self.value()?];
            while self.takes_sign(",") {
                values.push(self.value()?);
            }
            self.expect_sign(")")?;
            Test::In(values)
        } else if self.takes_word("BETWEEN") {
            let low = self.value()?;
            if !self.takes_word("AND") {
                return Err("BETWEEN needs two values with AND between them".to_owned());
            }
            Test::Between(low, self.value()?)
        } else if self.takes_word("LIKE") {
            Test::Like(self.value()?)
        } else {
            match self.next() {
                Some(Token::Sign(sign)) if !is_negated && !matches!(sign, "(" | ")" | ",") => {
                    Test::Compare(sign, self.value()?)
                }
                _ => return Err(format!("a comparison is missing after {name:?}")),
            }
        };
        let node = Node::Test(key, test);
        Ok(if is_negated {
            Node::Not(Box::new(node))
        } else {
            node
        })
    }

    fn value(&mut self) -> Result<String, String> {
        match self.next() {
            Some(Token::Text(text) | Token::Word(text)) => Ok(text),
            _ => Err("a value is missing".to_owned()),
        }
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is_there =
            matches!(self.tokens.get(self.at), Some(Token::Word(own)) if own.eq_ignore_ascii_case(word));
        self.at += usize::from(is_there);
        is_there
    }

    fn takes_sign(&mut self, sign: &str) -> bool {
        let is_there = matches!(self.tokens.get(self.at), Some(Token::Sign(own)) if *own == sign);
        self.at += usize::from(is_there);
        is_there
    }

    fn expect_sign(&mut self, sign: &str) -> Result<(), String> {
        if self.takes_sign(sign) {
            Ok(())
        } else {
            Err(format!("{sign:?} is missing"))
        }
    }
}

fn one_or(mut nodes: Vec<Node>, many: impl Fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() == 1 {
        nodes.remove(0)
    } else {
        many(nodes)
    }
}

fn is_number(data_type: &str) -> bool {
    let name = data_type.split('(').next().unwrap_or_default();
    matches!(
        name.trim().to_ascii_lowercase().as_str(),
        "tinyint" | "smallint" | "int" | "integer" | "bigint" | "long" | "float" | "double" | "decimal"
    )
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(text) | Token::Text(text) => format!("{text:?}"),
        Token::Sign(sign) => format!("{sign:?}"),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const SIGNS: [&str; 10] = ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","];
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else if matches!(first, '\'' | '"' | '`') {
            let (token, behind) = quoted(rest, first)?;
            tokens.push(if first == '`' {
                Token::Word(token)
            } else {
                Token::Text(token)
            });
            rest = behind;
        } else if first.is_alphanumeric() || matches!(first, '_' | '-' | '.') {
            let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
            let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            return Err(format!("unexpected {first:?}"));
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// A quote inside is written twice.
fn quoted(text: &str, quote: char) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            value.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
            value.push(quote);
            chars.next();
        } else {
            return Ok((value, &text[at + c.len_utf8()..]));
        }
    }
    Err(format!("the closing {quote} is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Vec<Column> {
        [("year", "int"), ("country", "string")]
            .map(|(name, data_type)| Column {
                name: name.to_owned(),
                data_type: data_type.to_owned(),
            })
            .to_vec()
    }

    fn holds(expression: &str, year: &str, country: &str) -> bool {
        Expression::parse(expression, &keys())
            .expect("it parses")
            .holds(&[year.to_owned(), country.to_owned()])
    }

    #[test]
    fn expressions_choose_partitions() {
        let cases = [
            ("year = '2020'", true),
            ("year=2020 AND country='de'", true),
            ("year > 900", true),
            ("year BETWEEN 2000 AND 2019", false),
            ("year between '2000' and '2020' and country <> 'fr'", true),
            ("country IN ('fr', 'de')", true),
            ("country NOT IN ('fr', 'de')", false),
            ("country LIKE 'd%'", true),
            ("NOT (year = 2020 OR country = 'fr')", false),
            ("year < 1000 or country = 'de' and year = 2020", true),
            ("`country` != 'it''s'", true),
        ];
        for (expression, expected) in cases {
            assert_eq!(holds(expression, "2020", "de"), expected, "{expression}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for expression in [
            "year",
            "month = 1",
            "year = ",
            "(year = 1",
            "year = 1 country = 2",
            "year = 'x",
            "year ~ 1",
        ] {
            assert!(Expression::parse(expression, &keys()).is_err(), "{expression}");
        }
        let deep = format!("{}year = 1{}", "(".repeat(5000), ")".repeat(5000));
        assert!(Expression::parse(&deep, &keys()).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_expression_panics(text in "[ a-z0-9'\"()=<>,%_`é-]{0,60}", value in ".{0,8}") {
            if let Ok(expression) = Expression::parse(&text, &keys()) {
                expression.holds(&[value.clone(), value]);
            }
        }
    }
}
