# High cholesterol by age, sex and race in NHANES 2009-10, and how the groups differ, by R's survey package (R 4.2.2, survey 4.1-1), whose data they
# are. Run it in this folder: it writes nhanes_comparisons.csv, what the program must find.
suppressMessages(library(survey))
options(digits = 17)
data(nhanes)
nhanes$agecat <- as.character(nhanes$agecat)
groupings <- list(
  age_years = c("(0,19]", "(19,39]", "(39,59]", "(59,Inf]"),
  sex = c("1", "2"),
  race = c("1", "2", "3", "4")
)
labels <- list(age_years = c("<20", "20-39", "40-59", "60+"), sex = groupings$sex, race = groupings$race)
nhanes$age_years <- nhanes$agecat
nhanes$sex <- as.character(nhanes$RIAGENDR)
nhanes$race <- as.character(nhanes$race)

rows <- list()
add <- function(...) {
  row <- list(...)
  all <- c("options", "grouping", "test", "group", "statistic", "df", "denominator_df", "estimate", "ci_low", "ci_high", "p_value")
  row[setdiff(all, names(row))] <- NA
  rows[[length(rows) + 1]] <<- as.data.frame(row[all])
}
describe <- function(options, design) {
  for (name in names(groupings)) {
    values <- groupings[[name]]
    design$variables$group <- paste0("g", match(design$variables[[name]], values))
    design$variables$score <- match(design$variables[[name]], values)
    domain <- subset(design, !is.na(HI_CHOL))
    test <- svychisq(~HI_CHOL + group, domain, statistic = "F")
    add(options = options, grouping = name, test = "rao_scott", statistic = test$statistic[[1]], df = test$parameter[["ndf"]],
      denominator_df = test$parameter[["ddf"]], p_value = test$p.value[[1]])
    if (name == "age_years") {
      slope <- svyglm(HI_CHOL ~ score, domain)
      interval <- confint(slope)
      add(options = options, grouping = name, test = "trend_slope", statistic = summary(slope)$coefficients["score", 3],
        df = slope$df.residual, estimate = coef(slope)[["score"]], ci_low = interval["score", 1], ci_high = interval["score", 2],
        p_value = summary(slope)$coefficients["score", 4])
    }
    by <- svyby(~HI_CHOL, ~group, domain, svymean, covmat = TRUE)
    for (number in seq_along(values)[-1]) {
      both <- paste0("g", c(1, number))
      df <- degf(subset(domain, group %in% both))
      one <- as.name(both[2])
      other <- as.name(both[1])
      for (test in c("prevalence_ratio", "odds_ratio")) {
        ratio <- svycontrast(by, if (test == "odds_ratio") bquote(log(.(one) / (1 - .(one))) - log(.(other) / (1 - .(other))))
          else bquote(log(.(one) / .(other))))
        spread <- qt(.975, df) * SE(ratio)[[1]]
        add(options = options, grouping = name, test = test, group = labels[[name]][number], df = df, estimate = exp(coef(ratio)[[1]]),
          ci_low = exp(coef(ratio)[[1]] - spread), ci_high = exp(coef(ratio)[[1]] + spread))
      }
    }
  }
}
describe("--weights WTMEC2YR --strata SDMVSTRA --psu SDMVPSU",
  svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes))
describe("--weights WTMEC2YR", svydesign(id = ~1, weights = ~WTMEC2YR, data = nhanes[!is.na(nhanes$HI_CHOL), ]))
table <- do.call(rbind, rows)
for (column in names(table)[sapply(table, is.numeric)])
  table[[column]] <- ifelse(is.na(table[[column]]), "", format(table[[column]], digits = 16, trim = TRUE, scientific = TRUE))
write.csv(table, "nhanes_comparisons.csv", row.names = FALSE, quote = FALSE, na = "")
