with regions as (

    select
        region_id,
        name_en as region_name,
        name_ru,
        name_kk,
        region_kind,
        part_of_country,
        centre_en as centre_name,
        cast(latitude as double) as latitude,
        cast(longitude as double) as longitude,
        region_id as geometry_id,
        cast(row_number() over (order by region_kind desc, name_en asc) as integer) as sort_order
    from {{ ref('regions') }}

),

abroad as (

    select
        concat('ABROAD:', country_code) as region_id,
        name_en as region_name,
        name_ru,
        name_kk,
        'abroad' as region_kind,
        cast(null as varchar) as part_of_country,
        cast(null as varchar) as centre_name,
        cast(null as double) as latitude,
        cast(null as double) as longitude,
        cast(null as varchar) as geometry_id,
        cast(1000 + row_number() over (order by name_en) as integer) as sort_order
    from {{ ref('countries') }}
    where country_code <> 'KZ'

)

select * from regions

union all

select
    'KZ' as region_id,
    'The whole country' as region_name,
    'Вся страна' as name_ru,
    'Бүкіл ел' as name_kk,
    'national' as region_kind,
    null as part_of_country,
    null as centre_name,
    null as latitude,
    null as longitude,
    null as geometry_id,
    900 as sort_order

union all

select * from abroad

union all

select
    'none' as region_id,
    'No place found' as region_name,
    'Место не определено' as name_ru,
    'Орны анықталмаған' as name_kk,
    'none' as region_kind,
    null as part_of_country,
    null as centre_name,
    null as latitude,
    null as longitude,
    null as geometry_id,
    9999 as sort_order
